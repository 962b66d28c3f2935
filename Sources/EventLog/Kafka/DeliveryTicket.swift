import CRdKafka
import Dispatch
import Synchronization

/// The delivery reports that one append waits for.
final class DeliveryTicket: Sendable {
    private struct State {
        var open: Int
        var error: rd_kafka_resp_err_t?
        var receipt = AppendReceipt(lastOffsets: [:])
    }

    private let state: Mutex<State>
    private let done = DispatchSemaphore(value: 0)

    init(records: Int) {
        state = Mutex(State(open: records))
    }

    /// Takes in reports; wakes the append after the last.
    func settle(_ count: Int, partition: Int, lastOffset: Int64, error: rd_kafka_resp_err_t?) {
        let isDone = state.withLock { state in
            state.open -= count
            if let error, state.error == nil { state.error = error }
            if error == nil, lastOffset >= 0 {
                let known = state.receipt.lastOffsets[partition] ?? -1
                state.receipt.lastOffsets[partition] = max(known, lastOffset)
            }
            return state.open == 0
        }
        if isDone { done.signal() }
    }

    /// Waits for the last report; false when `timeout` was over before.
    func wait(timeout: Duration) -> Bool {
        done.wait(timeout: .now() + timeout.dispatchInterval) == .success
    }

    /// The receipt, or the first error reported.
    var outcome: (receipt: AppendReceipt, error: rd_kafka_resp_err_t?) {
        state.withLock { ($0.receipt, $0.error) }
    }
}
