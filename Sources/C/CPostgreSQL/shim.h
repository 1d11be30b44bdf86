#ifndef EVERGRANT_CPOSTGRESQL_H
#define EVERGRANT_CPOSTGRESQL_H

#include <libpq-fe.h>

#endif
