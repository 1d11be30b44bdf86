#ifndef EVERGRANT_CLINUX_H
#define EVERGRANT_CLINUX_H

#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Glibc hides these behind _GNU_SOURCE, and defining that would turn sockaddr parameters into a transparent union
   that Swift cannot pass. */
extern int pthread_setname_np(pthread_t thread, const char *name);
extern int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);
extern int pipe2(int ends[2], int flags);
extern int memfd_create(const char *name, unsigned int flags);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

/* Glibc has a function of its own for this since 2.36 only, and Swift imports no variadic syscall. */
static inline int CLinux_openProcess(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0); }

/* Swift calls no global variable of C safe. Ours is never changed: nobody calls setenv. */
extern char **environ;
static inline char **CLinux_environment(void) { return environ; }

/* Asked by Swift's runtime before it gives a job to libdispatch; no header declares it. */
extern __attribute__((swiftcall)) void (*swift_task_enqueueGlobal_hook)(void *job, void *original);

/* In Sources/Reactor/Loop/StrayJobs.swift. */
extern void CLinux_takeStrayJob(void *job);

static __attribute__((swiftcall)) void CLinux_onStrayJob(void *job, void *original) {
    (void)original;
    CLinux_takeStrayJob(job);
}

static inline void CLinux_adoptStrayJobs(void) { swift_task_enqueueGlobal_hook = CLinux_onStrayJob; }

#endif
