#pragma once
#include <libpq-fe.h>
#include <malloc.h>
#include <sys/eventfd.h>

/// Makes a descriptor that ends waits in poll(2); Swift's Glibc module does not offer eventfd.
static inline int clibpq_eventfd(void) {
  return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

/// Lets all threads from now on share one heap; Swift's Glibc module does not offer mallopt.
static inline void clibpq_share_heap(void) {
  mallopt(M_ARENA_MAX, 1);
}
