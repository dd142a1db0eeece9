// Writes down, for every file below POWER_ROOT, what a program asks of the disk: each write with its bytes, each flush, each change
// of a directory. From that the harness builds what a disk could hold had the power gone at that moment: what was flushed, and of
// the rest any part. Loaded by LD_PRELOAD into every process of a round; glibc, Linux, 64 bits.
//
// A process appends to a journal of its own in POWER_JOURNAL; a counter shared by all (POWER_JOURNAL/seq) orders the records. A write
// is put down once it is done, a flush with the counter as it stood when it began: it covers the writes that were done by then.
// Maps of files (SQLite's -shm) are not seen: nobody counts on them after a power loss. Neither is stdio (fopen): such a file is lost.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { WRITE = 1, TRUNCATE, SYNC, CREATE, OPEN, RENAME, UNLINK, LINK, MKDIR, RMDIR, SYNC_DIR, SYNC_ALL, EXTEND };

struct record {
    uint32_t magic, kind;
    uint64_t seq, since, inode, offset, length;
    uint32_t path, other; // lengths of the texts that follow
};

#define MAGIC 0x52575001u
#define FILES 65536

static char root[PATH_MAX];
static size_t root_length;
static _Atomic uint64_t *sequence;
static char journal_folder[PATH_MAX];
static int journal = -1;
static pid_t journal_of;
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static uint64_t inodes[FILES]; // of open files below the root, by descriptor; 0 for all others

#define REAL(name) ({ static __typeof__(&name) real_; if (!real_) real_ = (__typeof__(&name))dlsym(RTLD_NEXT, #name); real_; })

static int real_open(const char *path, int flags, int mode) { return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode); }
static int real_close(int fd) { return (int)syscall(SYS_close, fd); }

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("POWER_ROOT"), *where = getenv("POWER_JOURNAL");
    char path[PATH_MAX + 8];
    if (!folder || !where) return;
    int saved = errno;
    snprintf(path, sizeof path, "%s/seq", where);
    int fd = real_open(path, O_RDWR | O_CLOEXEC, 0);
    if (fd < 0) { errno = saved; return; }
    void *map = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    real_close(fd);
    if (map == MAP_FAILED) { errno = saved; return; }
    snprintf(journal_folder, sizeof journal_folder, "%s", where);
    snprintf(root, sizeof root, "%s", folder);
    root_length = strlen(root);
    sequence = map;
    errno = saved;
}

static int on(void) { return sequence != NULL; }

static uint64_t now(void) { return __atomic_load_n((uint64_t *)sequence, __ATOMIC_SEQ_CST); }

static int journal_file(void) {
    pid_t self = getpid();
    if (journal_of == self) return journal;
    pthread_mutex_lock(&gate);
    if (journal_of != self) {
        char path[PATH_MAX + 64];
        snprintf(path, sizeof path, "%s/%d.%llu.journal", journal_folder, (int)self, (unsigned long long)__atomic_add_fetch((uint64_t *)sequence, 1, __ATOMIC_SEQ_CST));
        int fd = real_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
        // Out of the way of programs that count on low numbers.
        int high = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 700);
        if (high >= 0) { real_close(fd); fd = high; }
        journal = fd;
        journal_of = self;
    }
    pthread_mutex_unlock(&gate);
    return journal;
}

static void put(struct record *r, const char *path, const char *other, const struct iovec *data, int count, uint64_t length) {
    int saved = errno, fd = journal_file();
    struct iovec parts[1024 + 3];
    int n = 0;
    r->magic = MAGIC;
    r->path = path ? (uint32_t)strlen(path) : 0;
    r->other = other ? (uint32_t)strlen(other) : 0;
    r->length = length;
    r->seq = __atomic_add_fetch((uint64_t *)sequence, 1, __ATOMIC_SEQ_CST);
    parts[n++] = (struct iovec){ r, sizeof *r };
    if (r->path) parts[n++] = (struct iovec){ (void *)path, r->path };
    if (r->other) parts[n++] = (struct iovec){ (void *)other, r->other };
    for (int i = 0; data && i < count && length > 0; i++) {
        size_t part = data[i].iov_len < length ? data[i].iov_len : length;
        parts[n++] = (struct iovec){ data[i].iov_base, part };
        length -= part;
    }
    // Straight to the system: writev below is our own.
    if (syscall(SYS_writev, fd, parts, n) < 0) abort();
    errno = saved;
}

static int below(const char *path) { return strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0); }

// The absolute path of a file, without ".", ".." and "//"; links are not followed. 0 when it does not lie below the root.
static int whole(int dir, const char *path, char *out) {
    char joined[PATH_MAX * 2], proc[64];
    if (!on() || !path) return 0;
    if (path[0] == '/') snprintf(joined, sizeof joined, "%s", path);
    else {
        char base[PATH_MAX];
        ssize_t n;
        if (dir == AT_FDCWD) { if (!getcwd(base, sizeof base)) return 0; }
        else {
            snprintf(proc, sizeof proc, "/proc/self/fd/%d", dir);
            if ((n = readlink(proc, base, sizeof base - 1)) < 0) return 0;
            base[n] = 0;
        }
        snprintf(joined, sizeof joined, "%s/%s", base, path);
    }
    size_t end = 0;
    for (char *part = joined; *part;) {
        while (*part == '/') part++;
        size_t length = strcspn(part, "/");
        if (length == 2 && part[0] == '.' && part[1] == '.') { while (end > 0 && out[--end] != '/') { } }
        else if (length > 0 && !(length == 1 && part[0] == '.')) {
            if (end + length + 2 > PATH_MAX) return 0;
            out[end++] = '/';
            memcpy(out + end, part, length);
            end += length;
        }
        part += length;
    }
    out[end] = 0;
    return below(out);
}

static uint64_t inode_of(int fd) {
    if (!on() || fd < 0 || fd >= FILES || !inodes[fd]) return 0;
    struct stat s;
    int saved = errno;
    // A descriptor closed behind our back may be another file by now.
    if (syscall(SYS_fstat, fd, &s) < 0 || s.st_ino != inodes[fd]) { inodes[fd] = 0; errno = saved; return 0; }
    return inodes[fd];
}

static void wrote(int fd, const struct iovec *data, int count, uint64_t offset, ssize_t length) {
    uint64_t inode;
    if (length <= 0 || !(inode = inode_of(fd))) return;
    struct record r = { .kind = WRITE, .inode = inode, .offset = offset };
    put(&r, NULL, NULL, data, count, (uint64_t)length);
}

static void wrote_at_end(int fd, const struct iovec *data, int count, ssize_t length) {
    if (length > 0 && inode_of(fd)) wrote(fd, data, count, (uint64_t)(lseek(fd, 0, SEEK_CUR) - length), length);
}

static void sized(int fd, int kind, uint64_t offset, uint64_t size) {
    uint64_t inode = inode_of(fd);
    if (!inode) return;
    struct record r = { .kind = kind, .inode = inode, .offset = offset, .since = size };
    put(&r, NULL, NULL, NULL, 0, 0);
}

static void named(int kind, const char *path, const char *other) {
    struct record r = { .kind = kind };
    put(&r, path, other, NULL, 0, 0);
}

static int opened(int dir, const char *path, int flags, int mode) {
    char full[PATH_MAX];
    if ((flags & O_PATH) || (flags & O_DIRECTORY) || !whole(dir, path, full)) return (int)syscall(SYS_openat, dir, path, flags, mode);
    int created = 0, fd;
    for (;;) {
        if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL)) { fd = (int)syscall(SYS_openat, dir, path, flags, mode); created = fd >= 0; break; }
        fd = (int)syscall(SYS_openat, dir, path, flags & ~O_CREAT, mode);
        if (fd >= 0 || errno != ENOENT || !(flags & O_CREAT)) break;
        fd = (int)syscall(SYS_openat, dir, path, flags | O_EXCL, mode);
        if (fd >= 0 || errno != EEXIST) { created = fd >= 0; break; }
    }
    if (fd < 0 || fd >= FILES) return fd;
    struct stat s;
    int saved = errno;
    if (syscall(SYS_fstat, fd, &s) == 0 && S_ISREG(s.st_mode)) {
        inodes[fd] = s.st_ino;
        struct record r = { .kind = created ? CREATE : OPEN, .inode = s.st_ino };
        put(&r, full, NULL, NULL, 0, 0);
        if (!created && (flags & O_TRUNC)) sized(fd, TRUNCATE, 0, 0);
    } else inodes[fd] = 0;
    errno = saved;
    return fd;
}

#define MODE int mode = 0; if (flags & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, int); va_end(more); }
int open(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened(AT_FDCWD, path, flags, mode); }
int openat(int dir, const char *path, int flags, ...) { MODE return opened(dir, path, flags, mode); }
int openat64(int dir, const char *path, int flags, ...) { MODE return opened(dir, path, flags, mode); }
int __open_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }
int creat(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, (int)mode); }
int creat64(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, (int)mode); }
int close(int fd) { if (fd >= 0 && fd < FILES) inodes[fd] = 0; return REAL(close)(fd); }

ssize_t write(int fd, const void *bytes, size_t count) {
    ssize_t n = REAL(write)(fd, bytes, count);
    struct iovec one = { (void *)bytes, count };
    wrote_at_end(fd, &one, 1, n);
    return n;
}
ssize_t writev(int fd, const struct iovec *data, int count) {
    ssize_t n = REAL(writev)(fd, data, count);
    wrote_at_end(fd, data, count, n);
    return n;
}
#define PWRITE(name, type) ssize_t name(int fd, const void *bytes, size_t count, type offset) { \
    ssize_t n = REAL(name)(fd, bytes, count, offset); struct iovec one = { (void *)bytes, count }; wrote(fd, &one, 1, (uint64_t)offset, n); return n; }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)
#define PWRITEV(name, type) ssize_t name(int fd, const struct iovec *data, int count, type offset) { \
    ssize_t n = REAL(name)(fd, data, count, offset); wrote(fd, data, count, (uint64_t)offset, n); return n; }
PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

// Refused for files below the root: their descriptors are often open for writing only and could not be read back; callers fall back to write.
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t length, unsigned flags) {
    if (inode_of(out)) { errno = EOPNOTSUPP; return -1; }
    return REAL(copy_file_range)(in, from, out, to, length, flags);
}
ssize_t sendfile64(int out, int in, off64_t *from, size_t count) {
    if (inode_of(out)) { errno = EINVAL; return -1; }
    return REAL(sendfile64)(out, in, from, count);
}
ssize_t sendfile(int out, int in, off_t *from, size_t count) {
    if (inode_of(out)) { errno = EINVAL; return -1; }
    return REAL(sendfile)(out, in, from, count);
}
int ioctl(int fd, unsigned long request, ...) {
    va_list more;
    va_start(more, request);
    void *argument = va_arg(more, void *);
    va_end(more);
    if (request == 0x40049409 /* FICLONE */ && inode_of(fd)) { errno = EOPNOTSUPP; return -1; }
    return REAL(ioctl)(fd, request, argument);
}

#define FTRUNCATE(name, type) int name(int fd, type size) { int r = REAL(name)(fd, size); if (r == 0) sized(fd, TRUNCATE, 0, (uint64_t)size); return r; }
FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)
#define FALLOCATE(name, type) int name(int fd, type offset, type length) { int r = REAL(name)(fd, offset, length); if (r == 0) sized(fd, EXTEND, 0, (uint64_t)(offset + length)); return r; }
FALLOCATE(posix_fallocate, off_t)
FALLOCATE(posix_fallocate64, off64_t)
#define FALLOCATE_MODE(name, type) int name(int fd, int mode, type offset, type length) { \
    int r = REAL(name)(fd, mode, offset, length); if (r == 0 && mode == 0) sized(fd, EXTEND, 0, (uint64_t)(offset + length)); return r; }
FALLOCATE_MODE(fallocate, off_t)
FALLOCATE_MODE(fallocate64, off64_t)

static void flushed(int fd, uint64_t since) {
    uint64_t inode = inode_of(fd);
    char proc[64], path[PATH_MAX];
    if (inode) {
        struct record r = { .kind = SYNC, .inode = inode, .since = since };
        put(&r, NULL, NULL, NULL, 0, 0);
        return;
    }
    struct stat s;
    if (!on() || syscall(SYS_fstat, fd, &s) < 0 || !S_ISDIR(s.st_mode)) return;
    snprintf(proc, sizeof proc, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(proc, path, sizeof path - 1);
    if (n <= 0) return;
    path[n] = 0;
    if (!below(path)) return;
    struct record r = { .kind = SYNC_DIR, .since = since };
    put(&r, path, NULL, NULL, 0, 0);
}
int fsync(int fd) { uint64_t since = on() ? now() : 0; int r = REAL(fsync)(fd); if (r == 0 && on()) flushed(fd, since); return r; }
int fdatasync(int fd) { uint64_t since = on() ? now() : 0; int r = REAL(fdatasync)(fd); if (r == 0 && on()) flushed(fd, since); return r; }
static void all(uint64_t since) { struct record r = { .kind = SYNC_ALL, .since = since }; put(&r, NULL, NULL, NULL, 0, 0); }
void sync(void) { uint64_t since = on() ? now() : 0; REAL(sync)(); if (on()) all(since); }
int syncfs(int fd) { uint64_t since = on() ? now() : 0; int r = REAL(syncfs)(fd); if (r == 0 && on()) all(since); return r; }

#define TWO(kind, from_dir, from, to_dir, to, call) char a[PATH_MAX], b[PATH_MAX]; int ours = whole(to_dir, to, b) && whole(from_dir, from, a); \
    int r = call; if (r == 0 && ours) { int saved = errno; named(kind, a, b); errno = saved; } return r;
int rename(const char *from, const char *to) { TWO(RENAME, AT_FDCWD, from, AT_FDCWD, to, REAL(rename)(from, to)) }
int renameat(int d, const char *from, int e, const char *to) { TWO(RENAME, d, from, e, to, REAL(renameat)(d, from, e, to)) }
int renameat2(int d, const char *from, int e, const char *to, unsigned f) { TWO(RENAME, d, from, e, to, REAL(renameat2)(d, from, e, to, f)) }
int link(const char *from, const char *to) { TWO(LINK, AT_FDCWD, from, AT_FDCWD, to, REAL(link)(from, to)) }
int linkat(int d, const char *from, int e, const char *to, int f) { TWO(LINK, d, from, e, to, REAL(linkat)(d, from, e, to, f)) }
#define ONE(kind, dir, path, call) char a[PATH_MAX]; int ours = whole(dir, path, a); int r = call; if (r == 0 && ours) { int saved = errno; named(kind, a, NULL); errno = saved; } return r;
int unlink(const char *path) { ONE(UNLINK, AT_FDCWD, path, REAL(unlink)(path)) }
int unlinkat(int dir, const char *path, int flags) { ONE(flags & AT_REMOVEDIR ? RMDIR : UNLINK, dir, path, REAL(unlinkat)(dir, path, flags)) }
int remove(const char *path) { ONE(UNLINK, AT_FDCWD, path, REAL(remove)(path)) }
int mkdir(const char *path, mode_t mode) { ONE(MKDIR, AT_FDCWD, path, REAL(mkdir)(path, mode)) }
int mkdirat(int dir, const char *path, mode_t mode) { ONE(MKDIR, dir, path, REAL(mkdirat)(dir, path, mode)) }
int rmdir(const char *path) { ONE(RMDIR, AT_FDCWD, path, REAL(rmdir)(path)) }
