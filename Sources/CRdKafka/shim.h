#pragma once
#include <string.h>
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
        RD_KAFKA_V_HEADER("wardflow-kind", kind, -1),
        RD_KAFKA_V_HEADER("wardflow-received-at", received_at, -1),
        RD_KAFKA_V_OPAQUE(opaque),
        RD_KAFKA_V_END);
}

// A message as another producer sends it; takes over the headers, which may be NULL.
static inline rd_kafka_resp_err_t wardflow_produce_foreign(
    rd_kafka_t *client, const char *topic, int32_t partition,
    const void *key, size_t key_size, const void *payload, size_t payload_size,
    rd_kafka_headers_t *headers, int64_t timestamp_ms) {
    rd_kafka_resp_err_t status = rd_kafka_producev(
        client,
        RD_KAFKA_V_TOPIC(topic),
        RD_KAFKA_V_PARTITION(partition),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY | RD_KAFKA_MSG_F_BLOCK),
        RD_KAFKA_V_KEY(key, key_size),
        RD_KAFKA_V_VALUE((void *)payload, payload_size),
        RD_KAFKA_V_TIMESTAMP(timestamp_ms),
        RD_KAFKA_V_HEADERS(headers),
        RD_KAFKA_V_END);
    if (status && headers) rd_kafka_headers_destroy(headers);
    return status;
}

// Reads decimal text; 0 when it is not a number of at most 18 digits.
static inline int wardflow_decimal(const char *text, size_t size, int64_t *value) {
    size_t start = size > 0 && text[0] == '-' ? 1 : 0;
    if (start == size || size - start > 18) return 0;
    int64_t number = 0;
    for (size_t i = start; i < size; i++) {
        if (text[i] < '0' || text[i] > '9') return 0;
        number = number * 10 + (text[i] - '0');
    }
    *value = start ? -number : number;
    return 1;
}

// The headers `kind` and `received_at` as the first version wrote them: these two alone, one digit of 0 to 3 and
// sixteen, and a message time that is the same moment. Other producers use the same names for other things.
static inline int wardflow_first_headers(
    const rd_kafka_message_t *message, const rd_kafka_headers_t *headers, int64_t *kind, int64_t *received_at) {
    const char *name;
    const void *text;
    size_t size;
    int64_t number, moment;
    if (rd_kafka_header_cnt(headers) != 2) return 0;
    if (rd_kafka_header_get_all(headers, 0, &name, &text, &size) || strcmp(name, "kind")) return 0;
    if (!text || size != 1 || !wardflow_decimal(text, size, &number) || number > 3) return 0;
    if (rd_kafka_header_get_all(headers, 1, &name, &text, &size) || strcmp(name, "received_at")) return 0;
    if (!text || size != 16 || !wardflow_decimal(text, size, &moment) || moment < 0) return 0;
    rd_kafka_timestamp_type_t type;
    int64_t sent_ms = rd_kafka_message_timestamp(message, &type);
    if (type == RD_KAFKA_TIMESTAMP_CREATE_TIME && sent_ms != moment / 1000) return 0;
    *kind = number;
    *received_at = moment;
    return 1;
}

// What our headers say of a message; what is absent keeps the value it had. A `wardflow-kind` that is no number
// of 0 to 255 gives 255.
static inline void wardflow_record_headers(
    const rd_kafka_message_t *message, uint8_t *kind, int64_t *received_at) {
    rd_kafka_headers_t *headers = NULL;
    if (rd_kafka_message_headers(message, &headers) || !headers) return;
    const void *text;
    size_t size;
    int64_t number;
    if (!rd_kafka_header_get_last(headers, "wardflow-kind", &text, &size)) {
        int is_kind = text && wardflow_decimal(text, size, &number) && number >= 0 && number <= 255;
        *kind = is_kind ? (uint8_t)number : 255;
        if (!rd_kafka_header_get_last(headers, "wardflow-received-at", &text, &size) && text)
            wardflow_decimal(text, size, received_at);
        return;
    }
    if (wardflow_first_headers(message, headers, &number, received_at)) *kind = (uint8_t)number;
}
