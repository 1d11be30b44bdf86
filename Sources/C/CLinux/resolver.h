#ifndef EVERGRANT_CLINUX_RESOLVER_H
#define EVERGRANT_CLINUX_RESOLVER_H

#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdlib.h>
#include <string.h>

/* Asks one server, at any port, through glibc's stub resolver (resolver(3)), and waits for at most about `seconds`.
   In C, because Swift sees the state's union and bit fields only as raw memory.
   Gives the length of the whole answer, whatever its rcode, or -1 with errno. */
static inline int CLinux_ask(
    const struct sockaddr *server, socklen_t length, int seconds, const char *name, int type, unsigned char *answer,
    int capacity)
{
    struct __res_state state;
    unsigned char question[NS_PACKETSZ];
    memset(&state, 0, sizeof state);
    if (res_ninit(&state) != 0) return -1;
    /* Its own reading of /etc/resolv.conf goes away first, with whatever memory that took. */
    res_nclose(&state);
    state.nscount = 1;
    state.retrans = 1; /* seconds until it asks again */
    state.retry = seconds;
    state.options |= RES_NOALIASES;
    state.options &= ~(unsigned long)RES_ROTATE;
    /* Or an answer of SERVFAIL or REFUSED would count as none: res_nsend would look for another server. */
    state.pfcode = 1;
    memset(&state.nsaddr_list[0], 0, sizeof state.nsaddr_list[0]);
    if (server->sa_family == AF_INET6) {
        /* The address goes where glibc keeps those of IPv6; res_nclose frees it. */
        struct sockaddr_in6 *copy = (struct sockaddr_in6 *)calloc(1, sizeof *copy);
        if (copy == NULL) return -1;
        memcpy(copy, server, length < sizeof *copy ? length : sizeof *copy);
        state._u._ext.nsaddrs[0] = copy;
        state._u._ext.nssocks[0] = -1;
        state._u._ext.nscount = 1;
    } else {
        memcpy(&state.nsaddr_list[0], server, sizeof state.nsaddr_list[0]);
    }
    int size = res_nmkquery(&state, ns_o_query, name, ns_c_in, type, NULL, 0, NULL, question, sizeof question);
    int result = size < 0 ? -1 : res_nsend(&state, question, size, answer, capacity);
    res_nclose(&state);
    return result;
}

/* One record of an answer, without the 1025-byte name that Swift would see as a tuple. */
struct CLinux_record {
    unsigned int type;
    unsigned int recordClass;
    unsigned int timeToLive;
    size_t dataOffset; /* in the message */
    size_t dataLength;
};

/* The header's rcode, and how many records the answer section has; -1 when the message is broken. */
static inline int CLinux_answerHead(const unsigned char *message, int length, int *code, int *isAuthoritative)
{
    ns_msg parsed;
    if (ns_initparse(message, length, &parsed) != 0) return -1;
    *code = ns_msg_getflag(parsed, ns_f_rcode);
    *isAuthoritative = ns_msg_getflag(parsed, ns_f_aa);
    return ns_msg_count(parsed, ns_s_an);
}

/* The record at `index` of the answer section and its owner's name; 0 when it is whole. */
static inline int CLinux_answerRecord(
    const unsigned char *message, int length, int index, struct CLinux_record *record, char owner[NS_MAXDNAME])
{
    ns_msg parsed;
    ns_rr found;
    if (ns_initparse(message, length, &parsed) != 0) return -1;
    if (ns_parserr(&parsed, ns_s_an, index, &found) != 0) return -1;
    record->type = ns_rr_type(found);
    record->recordClass = ns_rr_class(found);
    record->timeToLive = ns_rr_ttl(found);
    record->dataOffset = (size_t)(ns_rr_rdata(found) - message);
    record->dataLength = ns_rr_rdlen(found);
    memcpy(owner, ns_rr_name(found), NS_MAXDNAME);
    return 0;
}

#endif
