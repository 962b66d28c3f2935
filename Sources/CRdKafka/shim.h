#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

// Variadic in C, so not visible from Swift. Copies key, payload and headers; blocks while the queue is full.
static inline rd_kafka_resp_err_t wardflow_produce(
    rd_kafka_t *client, const char *topic, int32_t partition,
    const void *key, size_t key_size, const void *payload, size_t payload_size,
    const char *kind, const char *received_at, int64_t timestamp_ms, void *opaque) {
    return rd_kafka_producev(
        client,
        RD_KAFKA_V_TOPIC(topic),
        RD_KAFKA_V_PARTITION(partition),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY | RD_KAFKA_MSG_F_BLOCK),
        RD_KAFKA_V_KEY(key, key_size),
        RD_KAFKA_V_VALUE((void *)payload, payload_size),
        RD_KAFKA_V_TIMESTAMP(timestamp_ms),
        RD_KAFKA_V_HEADER("kind", kind, -1),
        RD_KAFKA_V_HEADER("received_at", received_at, -1),
        RD_KAFKA_V_OPAQUE(opaque),
        RD_KAFKA_V_END);
}

// Reads a header in decimal text; 0 when it is absent or not a number.
static inline int wardflow_decimal_header(
    const rd_kafka_headers_t *headers, const char *name, int64_t *value) {
    const void *text;
    size_t size;
    if (rd_kafka_header_get_last(headers, name, &text, &size) || !text || size == 0 || size > 19) return 0;
    int64_t number = 0;
    size_t start = ((const char *)text)[0] == '-' ? 1 : 0;
    if (start == size || size - start > 18) return 0;
    for (size_t i = start; i < size; i++) {
        char digit = ((const char *)text)[i];
        if (digit < '0' || digit > '9') return 0;
        number = number * 10 + (digit - '0');
    }
    *value = start ? -number : number;
    return 1;
}

// The headers `kind` and `received_at` of a message; what is absent keeps the value it had.
static inline void wardflow_record_headers(
    const rd_kafka_message_t *message, int64_t *kind, int64_t *received_at) {
    rd_kafka_headers_t *headers = NULL;
    if (rd_kafka_message_headers(message, &headers) || !headers) return;
    wardflow_decimal_header(headers, "kind", kind);
    wardflow_decimal_header(headers, "received_at", received_at);
}
