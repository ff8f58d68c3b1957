/* Preloaded into a process, makes the n-th system call that changes (or reads) files under a folder fail, or records all.
 *
 * Built by `make faults` and by the tests; needs cc alone. A process that is started with it in LD_PRELOAD calls
 * faults_arm() or faults_record(). Calls on files elsewhere are passed on, uncounted. What a library does without libc's
 * functions, through memory that is mapped, or with stdio is not seen.
 *
 * A record is a line of fields that end with a zero byte, the last of which is the length of the data that follows.
 */
#define _GNU_SOURCE
#define _LARGEFILE64_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { WRITE = 1, CHANGE = 2, READ = 4 };                  /* which calls are counted: a sum of these */
enum mode { ONCE = 1, EVER = 2, SHORT = 3, KILL = 4, TORN = 5 }; /* what happens to the n-th; see faults_arm */

static char under[PATH_MAX];
static int kinds, mode, number, told = -1, record = -1;
static long wanted, counted;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

/* The path of a name in the folder that a handle stands for; the handle's own without a name. */
static void path_of(int folder, const char *name, char *path) {
    static const char open_files[] = "/proc/self/fd/"; /* a path may begin with a handle, too */
    char link[64];
    size_t length = 0;
    if (name != NULL && strncmp(name, open_files, sizeof open_files - 1) == 0) {
        char *rest;
        folder = (int)strtol(name + sizeof open_files - 1, &rest, 10);
        name = *rest == '/' ? rest + 1 : NULL;
    }
    if (name == NULL || name[0] != '/') {
        ssize_t found;
        if (folder == AT_FDCWD)
            strcpy(link, "/proc/self/cwd");
        else
            snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        found = readlink(link, path, PATH_MAX - 1);
        length = found > 0 ? (size_t)found : 0;
        if (name != NULL && length < PATH_MAX - 1)
            path[length++] = '/';
    }
    path[length] = 0;
    if (name != NULL)
        strncat(path, name, PATH_MAX - 1 - length);
}

/* The log of Oxigraph's engine, which nothing reads, is left out. */
static int is_under(const char *path) {
    size_t length = strlen(under), whole = strlen(path);
    if (whole > 4 && strcmp(path + whole - 4, "/LOG") == 0)
        return 0;
    return length > 0 && strncmp(path, under, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/* Whether a call fails now. A call that is to be half done is left to its caller, which gets -1. */
static int fails(enum kind kind, const char *call, const char *path) {
    int saved = errno, fire;
    long mine;
    if (mode == 0 || !(kinds & kind) || !is_under(path))
        return 0;
    mine = __atomic_add_fetch(&counted, 1, __ATOMIC_SEQ_CST);
    fire = mode == EVER ? mine >= wanted : mine == wanted;
    if (!fire)
        return 0;
    if (told >= 0 && mine == wanted)
        dprintf(told, "%s %s\n", call, path);
    if (mode == KILL)
        kill(getpid(), SIGKILL);
    if (mode == SHORT || mode == TORN) {
        errno = saved;
        return -1;
    }
    errno = number;
    return 1;
}

/* Arrange that from now on the n-th call of some kinds under a folder fails:
 * ONCE with an error; EVER that and all after it; SHORT a write does half; KILL the process dies first;
 * TORN a write does half, and the process dies. What failed is written to a handle. */
void faults_arm(const char *folder, int which, int how, int error, long nth, int handle) {
    strncpy(under, folder, PATH_MAX - 1);
    kinds = which, number = error, wanted = nth, told = handle, counted = 0, mode = how;
}

long faults_counted(void) { return counted; }

void faults_off(void) { mode = 0, record = -1; }

/* Record from now on all that changes under a folder. */
void faults_record(const char *folder, int handle) {
    strncpy(under, folder, PATH_MAX - 1);
    record = handle;
}

#define REAL(name) \
    static __typeof__(name) *real; \
    if (real == NULL) \
        real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static int begin(const char *one, const char *other) {
    if (record < 0 || (!is_under(one) && (other == NULL || !is_under(other))))
        return 0;
    pthread_mutex_lock(&turn);
    return 1;
}

static void put(const void *data, size_t size) {
    static ssize_t (*real)(int, const void *, size_t);
    if (real == NULL)
        real = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    while (size > 0) {
        ssize_t done = real(record, data, size);
        if (done <= 0)
            abort();
        data = (const char *)data + done, size -= (size_t)done;
    }
}

static void end(int held, int done, const char *call, const char *one, const char *other, const struct stat *file,
                long place, const void *data, size_t size) {
    int saved = errno;
    if (!held)
        return;
    if (done) {
        char head[2 * PATH_MAX + 256];
        long mtime = file ? file->st_mtim.tv_sec * 1000000000L + file->st_mtim.tv_nsec : 0;
        int length = snprintf(head, sizeof head, "%s%c%s%c%s%c%lu%c%ld%c%ld%c%zu\n", call, 0, one, 0, other ? other : "", 0,
                              file ? (unsigned long)file->st_ino : 0UL, 0, mtime, 0, place, 0, data ? size : 0);
        put(head, (size_t)length);
        if (data)
            put(data, size);
    }
    pthread_mutex_unlock(&turn);
    errno = saved;
}

/* ---- files are opened ---- */

static int opened(int (*real)(int, const char *, int, ...), int folder, const char *name, int flags, mode_t bits) {
    char path[PATH_MAX];
    int changes = flags & (O_CREAT | O_TRUNC), handle, held, fresh;
    struct stat file;
    if ((mode == 0 && record < 0) || under[0] == 0)
        return real(folder, name, flags, bits);
    path_of(folder, name, path);
    if (fails((flags & O_ACCMODE) == O_RDONLY && !changes ? READ : CHANGE, "open", path) > 0)
        return -1;
    held = changes && begin(path, NULL);
    fresh = held && fstatat(folder, name, &file, AT_SYMLINK_NOFOLLOW) != 0;
    handle = real(folder, name, flags, bits);
    if (held && handle >= 0)
        fstat(handle, &file);
    end(held, handle >= 0 && (fresh || flags & O_TRUNC), fresh ? "create" : "cut", path, NULL, &file, 0, NULL, 0);
    return handle;
}

static int plain_open(int folder, const char *name, int flags, ...) {
    va_list more;
    mode_t bits;
    REAL(open);
    va_start(more, flags), bits = va_arg(more, mode_t), va_end(more);
    return real(name, flags, bits);
}

#define BITS \
    mode_t bits = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
        va_list more; \
        va_start(more, flags), bits = va_arg(more, mode_t), va_end(more); \
    }

int open(const char *name, int flags, ...) {
    BITS
    return opened(plain_open, AT_FDCWD, name, flags, bits);
}

int open64(const char *name, int flags, ...) {
    BITS
    return opened(plain_open, AT_FDCWD, name, flags | O_LARGEFILE, bits);
}

int openat(int folder, const char *name, int flags, ...) {
    BITS
    REAL(openat);
    return opened(real, folder, name, flags, bits);
}

int openat64(int folder, const char *name, int flags, ...) {
    BITS
    REAL(openat64);
    return opened(real, folder, name, flags, bits);
}

/* ---- bytes are written, and read ---- */

static ssize_t written(int handle, const void *data, size_t size, off_t place, const char *call) {
    static ssize_t (*plain)(int, const void *, size_t);
    static ssize_t (*placed)(int, const void *, size_t, off_t);
    char path[PATH_MAX];
    int fate, held;
    ssize_t done;
    struct stat file;
    if (plain == NULL) {
        placed = (ssize_t(*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite");
        plain = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    }
    if ((mode == 0 && record < 0) || under[0] == 0)
        return place < 0 ? plain(handle, data, size) : placed(handle, data, size, place);
    path_of(handle, NULL, path);
    fate = fails(WRITE, call, path);
    if (fate > 0)
        return -1;
    held = begin(path, NULL);
    if (held && place < 0 && fstat(handle, &file) == 0 && (fcntl(handle, F_GETFL) & O_APPEND))
        lseek(handle, file.st_size, SEEK_SET);
    if (fate < 0 && size > 1)
        size /= 2;
    off_t begun = place >= 0 ? place : held ? lseek(handle, 0, SEEK_CUR) : 0;
    done = place < 0 ? plain(handle, data, size) : placed(handle, data, size, place);
    if (held)
        fstat(handle, &file);
    end(held, done > 0, "write", path, NULL, &file, begun, data, done > 0 ? (size_t)done : 0);
    if (fate < 0 && mode == TORN)
        kill(getpid(), SIGKILL);
    return done;
}

ssize_t write(int handle, const void *data, size_t size) { return written(handle, data, size, -1, "write"); }
ssize_t pwrite(int handle, const void *data, size_t size, off_t place) {
    return written(handle, data, size, place, "pwrite");
}
ssize_t pwrite64(int handle, const void *data, size_t size, off64_t place) {
    return written(handle, data, size, place, "pwrite");
}

ssize_t writev(int handle, const struct iovec *pieces, int count) {
    ssize_t all = 0;
    for (int piece = 0; piece < count; piece++) {
        ssize_t done = written(handle, pieces[piece].iov_base, pieces[piece].iov_len, -1, "writev");
        if (done < 0)
            return all ? all : -1;
        all += done;
        if ((size_t)done < pieces[piece].iov_len)
            break;
    }
    return all;
}

static int unread(int handle, const char *call) {
    char path[PATH_MAX];
    if (mode == 0 || !(kinds & READ))
        return 0;
    path_of(handle, NULL, path);
    return fails(READ, call, path) > 0;
}

ssize_t read(int handle, void *data, size_t size) {
    REAL(read);
    return unread(handle, "read") ? -1 : real(handle, data, size);
}
ssize_t pread(int handle, void *data, size_t size, off_t place) {
    REAL(pread);
    return unread(handle, "pread") ? -1 : real(handle, data, size, place);
}
ssize_t pread64(int handle, void *data, size_t size, off64_t place) {
    REAL(pread64);
    return unread(handle, "pread") ? -1 : real(handle, data, size, place);
}

/* ---- a handle's file is changed ---- */

#define ON_HANDLE(call, told_as, arguments, passed, place) \
    int call arguments { \
        char path[PATH_MAX] = ""; \
        struct stat file; \
        int held, done; \
        REAL(call); \
        if ((mode == 0 && record < 0) || under[0] == 0) \
            return real passed; \
        path_of(handle, NULL, path); \
        if (fails(CHANGE, #call, path) > 0) \
            return -1; \
        held = begin(path, NULL); \
        done = real passed; \
        if (held) \
            fstat(handle, &file); \
        end(held, done == 0, held && S_ISDIR(file.st_mode) ? told_as "dir" : told_as, path, NULL, &file, place, NULL, 0); \
        return done; \
    }

ON_HANDLE(fsync, "sync", (int handle), (handle), 0)
ON_HANDLE(fdatasync, "sync", (int handle), (handle), 0)
ON_HANDLE(ftruncate, "cut", (int handle, off_t size), (handle, size), size)
ON_HANDLE(ftruncate64, "cut", (int handle, off64_t size), (handle, size), size)
ON_HANDLE(fchmod, "mode", (int handle, mode_t bits), (handle, bits), (long)bits)

/* ---- names are changed ---- */

static int named(int (*real)(int, const char *, int, const char *, int), int one, const char *name, int other,
                 const char *fresh, int flags, const char *call) {
    char path[PATH_MAX], target[PATH_MAX] = "";
    int held, done;
    struct stat file;
    if ((mode == 0 && record < 0) || under[0] == 0)
        return real(one, name, other, fresh, flags);
    path_of(one, name, path);
    if (fresh != NULL)
        path_of(other, fresh, target);
    if (fails(CHANGE, call, fresh != NULL ? target : path) > 0)
        return -1;
    held = begin(path, target);
    done = real(one, name, other, fresh, flags);
    if (held && done == 0 && fstatat(fresh != NULL ? other : one, fresh != NULL ? fresh : name, &file, AT_SYMLINK_NOFOLLOW))
        memset(&file, 0, sizeof file);
    end(held, done == 0, call, path, target, &file, 0, NULL, 0);
    return done;
}

#define NAMED(call, arguments, told_as, one, name, other, fresh, flags, passed) \
    static int real_##call(int a, const char *b, int c, const char *d, int e) { \
        REAL(call); \
        (void)a, (void)c, (void)d, (void)e; \
        return real passed; \
    } \
    int call arguments { return named(real_##call, one, name, other, fresh, flags, told_as); }

NAMED(rename, (const char *old, const char *new), "rename", AT_FDCWD, old, AT_FDCWD, new, 0, (b, d))
NAMED(renameat, (int one, const char *old, int other, const char *new), "rename", one, old, other, new, 0, (a, b, c, d))
NAMED(renameat2, (int one, const char *old, int other, const char *new, unsigned flags),
      (flags & RENAME_EXCHANGE) ? "exchange" : "rename", one, old, other, new, (int)flags, (a, b, c, d, (unsigned)e))
NAMED(link, (const char *old, const char *new), "link", AT_FDCWD, old, AT_FDCWD, new, 0, (b, d))
NAMED(linkat, (int one, const char *old, int other, const char *new, int flags), "link", one, old, other, new, flags,
      (a, b, c, d, e))
NAMED(unlink, (const char *name), "unlink", AT_FDCWD, name, 0, NULL, 0, (b))
NAMED(unlinkat, (int folder, const char *name, int flags), (flags & AT_REMOVEDIR) ? "rmdir" : "unlink", folder, name, 0,
      NULL, flags, (a, b, e))
NAMED(rmdir, (const char *name), "rmdir", AT_FDCWD, name, 0, NULL, 0, (b))
NAMED(mkdir, (const char *name, mode_t bits), "mkdir", AT_FDCWD, name, 0, NULL, (int)bits, (b, (mode_t)e))
NAMED(mkdirat, (int folder, const char *name, mode_t bits), "mkdir", folder, name, 0, NULL, (int)bits, (a, b, (mode_t)e))
