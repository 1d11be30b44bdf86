#ifndef EVERGRANT_CLIBYAML_H
#define EVERGRANT_CLIBYAML_H

#include <yaml.h>

#endif
