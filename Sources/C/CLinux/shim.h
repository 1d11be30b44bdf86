#ifndef EVERGRANT_CLINUX_H
#define EVERGRANT_CLINUX_H

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>

/* Glibc hides accept4 behind _GNU_SOURCE, and defining that would turn sockaddr parameters into a transparent union
   that Swift cannot pass. */
extern int accept4(int descriptor, struct sockaddr *address, socklen_t *length, int flags);

#endif
