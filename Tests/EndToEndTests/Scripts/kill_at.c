// Preloaded into wardflow: ends it without warning at the nth file that it puts in place below a folder.
// KILL_PLACE is part of the path, KILL_NTH counts from 1; with KILL_AFTER the file is in place when the program ends.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static atomic_int seen;

static int is_due(const char *path) {
    const char *place = getenv("KILL_PLACE"), *nth = getenv("KILL_NTH");
    return place && nth && strstr(path, place) && atomic_fetch_add(&seen, 1) + 1 == atoi(nth);
}

static void end(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

static int put(const char *call, const char *from, const char *to) {
    int (*real)(const char *, const char *) = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, call);
    int due = is_due(to);
    if (due && !getenv("KILL_AFTER")) end();
    int result = real(from, to);
    if (due) end();
    return result;
}

int link(const char *from, const char *to) { return put("link", from, to); }
int rename(const char *from, const char *to) { return put("rename", from, to); }
