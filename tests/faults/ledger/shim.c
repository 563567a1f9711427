// Loaded into programs under test (LD_PRELOAD). Two faults in one library:
// - Power cut. Below CUT_ROOT a file's content counts as on the disk when fsync or fdatasync returned: then it is copied to the
//   same place below CUT_SHADOW. After a kill the test puts the copies back: all that was written and not synced is gone. Names
//   (create, rename, unlink) count as on the disk at once.
// - Clock. CLOCK_FILE holds nanoseconds that are added to the time of day, and may change while the program runs.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* The copy's path of a file below CUT_ROOT; 0 for any other. */
static int shadow_of(const char *path, char *out, size_t size) {
  const char *root = getenv("CUT_ROOT"), *shadow = getenv("CUT_SHADOW");
  if (!root || !shadow) return 0;
  size_t length = strlen(root);
  if (strncmp(path, root, length) != 0 || path[length] != '/') return 0;
  return snprintf(out, size, "%s%s", shadow, path + length) < (int)size;
}

static int absolute(const char *path, char *out, size_t size) {
  char here[4096];
  if (path[0] == '/') return snprintf(out, size, "%s", path) < (int)size;
  if (!getcwd(here, sizeof here)) return 0;
  return snprintf(out, size, "%s/%s", here, path) < (int)size;
}

static void make_folders(char *path) {
  for (char *at = path + 1; *at; at += 1) {
    if (*at != '/') continue;
    *at = 0;
    mkdir(path, 0777);
    *at = '/';
  }
}

static void keep(int fd) {
  char link[64], path[4096], shadow[4096], lock[4200], fresh[4200], buffer[65536];
  struct stat facts;
  int saved = errno;
  if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return;
  path[length] = 0;
  if (!shadow_of(path, shadow, sizeof shadow)) return;
  make_folders(shadow);
  snprintf(lock, sizeof lock, "%s.lock", shadow);
  snprintf(fresh, sizeof fresh, "%s.%d.new", shadow, (int)getpid());
  int guard = open(lock, O_CREAT | O_RDWR | O_CLOEXEC, 0666), from = open(path, O_RDONLY | O_CLOEXEC),
      to = open(fresh, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0666);
  /* One at a time: a later sync never loses to an earlier copy. */
  if (guard >= 0) flock(guard, LOCK_EX);
  if (from >= 0 && to >= 0) {
    ssize_t got;
    while ((got = read(from, buffer, sizeof buffer)) > 0)
      if (write(to, buffer, got) != got) abort();
    REAL(rename)(fresh, shadow);
  }
  if (to >= 0) close(to);
  if (from >= 0) close(from);
  if (guard >= 0) close(guard);
  errno = saved;
}

int fsync(int fd) {
  keep(fd);
  return 0;
}

int fdatasync(int fd) {
  keep(fd);
  return 0;
}

int rename(const char *old, const char *new) {
  int result = REAL(rename)(old, new);
  char from[4096], to[4096], shadow_from[4096], shadow_to[4096];
  int saved = errno;
  if (result == 0 && absolute(new, to, sizeof to) && shadow_of(to, shadow_to, sizeof shadow_to)) {
    int known = absolute(old, from, sizeof from) && shadow_of(from, shadow_from, sizeof shadow_from);
    make_folders(shadow_to);
    if (!known || REAL(rename)(shadow_from, shadow_to) != 0) REAL(unlink)(shadow_to);
  }
  errno = saved;
  return result;
}

int unlink(const char *path) {
  int result = REAL(unlink)(path);
  char whole[4096], shadow[4096];
  int saved = errno;
  if (result == 0 && absolute(path, whole, sizeof whole) && shadow_of(whole, shadow, sizeof shadow)) REAL(unlink)(shadow);
  errno = saved;
  return result;
}

static int64_t offset(void) {
  static volatile int64_t *shared;
  if (!shared) {
    static int64_t none;
    const char *name = getenv("CLOCK_FILE");
    int fd = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    void *map = fd >= 0 ? mmap(0, 8, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
    shared = map == MAP_FAILED ? &none : map;
    if (fd >= 0) close(fd);
  }
  return *shared;
}

int clock_gettime(clockid_t clock, struct timespec *at) {
  int result = REAL(clock_gettime)(clock, at);
  if (result != 0 || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) return result;
  int64_t now = (int64_t)at->tv_sec * 1000000000 + at->tv_nsec + offset();
  at->tv_sec = now / 1000000000;
  at->tv_nsec = now % 1000000000;
  return 0;
}

int gettimeofday(struct timeval *restrict at, void *restrict zone) {
  (void)zone;
  struct timespec now;
  int result = clock_gettime(CLOCK_REALTIME, &now);
  at->tv_sec = now.tv_sec;
  at->tv_usec = now.tv_nsec / 1000;
  return result;
}

time_t time(time_t *at) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (at) *at = now.tv_sec;
  return now.tv_sec;
}
