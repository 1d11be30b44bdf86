#ifndef EVERGRANT_CLIBXML2_H
#define EVERGRANT_CLIBXML2_H

#include <libxml/parser.h>
#include <libxml/tree.h>

/* The options are an enumeration, which Swift does not combine. Names and texts are UTF-8 whatever the document says;
   no network; CDATA sections are text; nothing is printed. Entities cannot be declared, because document types are
   refused before. */
static inline xmlDoc *CLibXML2_read(xmlParserCtxt *context, const char *bytes, int count) {
    return xmlCtxtReadMemory(
        context, bytes, count, NULL, "UTF-8",
        XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
}

#endif
