#ifndef EVERGRANT_CLINUX_PROGRAM_H
#define EVERGRANT_CLINUX_PROGRAM_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* What becomes the standard descriptors of a program; the program gets copies. */
struct CLinux_standardDescriptors {
    int input;
    int output;  /* its standard error too */
};

/* In the child, which borrows our memory until it is another program: calls nothing that could take a lock or leave
   anything behind (signal-safety(7)). Comes back only when it failed, with errno. */
static inline void CLinux_becomeProgram(const char *path, char *const *arguments, char *const *environment,
                                        struct CLinux_standardDescriptors descriptors, pid_t parent) {
    sigset_t none;
    int input, output, number;
    /* Sent when the *thread* that started it ends, however it ends. A parent that was gone before is seen by its
       number. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return;
    if (getppid() != parent) { errno = ESRCH; return; }
    if (setpgid(0, 0) != 0) return;
    /* Copies first: where standard descriptors were closed, ours may have their numbers. */
    if ((input = fcntl(descriptors.input, F_DUPFD, 3)) < 0) return;
    if ((output = fcntl(descriptors.output, F_DUPFD, 3)) < 0) return;
    if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) return;
    closefrom(3);
    if (chdir("/") != 0) return;
    /* execve(2) keeps what is ignored, and what is blocked. */
    for (number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(path, arguments, environment);
}

/* Starts a program that dies with the thread that calls: the one thing posix_spawn(3) has no word for. It is in a group
   of its own, with nothing of ours but the descriptors given. -1 and errno when it did not become the program.

   vfork(2) and not fork(2): no copy of our memory, with its keys, exists for a moment, and a failure is told in it. */
static __attribute__((noinline)) pid_t CLinux_startProgram(const char *path, char *const *arguments,
                                                           char *const *environment,
                                                           struct CLinux_standardDescriptors descriptors) {
    volatile int failure = 0;
    sigset_t all, before;
    pid_t parent = getpid(), child;
    /* No handler may run in the child. */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    child = vfork();
    if (child == 0) {
        CLinux_becomeProgram(path, arguments, environment, descriptors, parent);
        failure = errno;
        _exit(127);
    }
    if (child < 0) failure = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failure == 0) return child;
    if (child > 0) {
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
    }
    errno = failure;
    return -1;
}

#endif
