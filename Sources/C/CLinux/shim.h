#ifndef EVERGRANT_CLINUX_H
#define EVERGRANT_CLINUX_H

#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>

/* Glibc hides these two behind _GNU_SOURCE, and defining that would turn sockaddr parameters into a transparent union
   that Swift cannot pass. */
extern int pthread_setname_np(pthread_t thread, const char *name);
extern int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);

#endif
