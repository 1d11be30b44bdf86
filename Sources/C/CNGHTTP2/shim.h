#ifndef EVERGRANT_CNGHTTP2_H
#define EVERGRANT_CNGHTTP2_H

#include <nghttp2/nghttp2.h>

#endif
