/* Scores receipts by a programme that was compiled ahead of time: no file is read, no memory is asked for.
 *
 *     treue build examples/embed/c/corner.treue --emit object --out corner.o
 *     cc -I. examples/embed/c/corner.c corner.o -o corner && ./corner
 */
#include "corner.h"
#include <inttypes.h>
#include <stdio.h>

enum { ROOM = 8 };

struct line {
    const char *category;
    int64_t amount; /* smallest units */
};

static void score(const char *name, const char *channel, int weekend, const struct line *receipt, size_t count) {
    int64_t frame[TREUE_FRAME] = {0};
    int64_t lines[TREUE_COLUMNS * ROOM] = {0};
    frame[TREUE_TRIGGER] = TREUE_PURCHASE;
    if (weekend) frame[TREUE_DAY_0] |= (int64_t)(UINT64_C(1) << TREUE_DAY_0_BIT);
    treue_receipt_channel(frame, channel);
    for (size_t i = 0; i < count; i++) {
        lines[TREUE_LINE_AMOUNT * ROOM + i] = receipt[i].amount;
        treue_line_category(lines, ROOM, i, receipt[i].category);
    }
    treue_lines(frame, lines, ROOM, count);
    treue_rules(frame, lines, ROOM, count);
    printf("%s: base %" PRId64 ", produce %" PRId64 ", weekend %" PRId64 "\n", name, frame[TREUE_GIVEN_base],
           frame[TREUE_GIVEN_produce], frame[TREUE_GIVEN_weekend]);
}

int main(void) {
    const struct line small[] = {{"produce/apples", 320}, {"bakery", 410}};
    const struct line large[] = {{"produce", 1290}, {"produced", 505}, {NULL, 1680}};
    score("small, on a Tuesday", "store", 0, small, 2);
    score("small, by app on a Sunday", "app", 1, small, 2);
    score("large, by app on a Sunday", "app", 1, large, 3);
    score("large, in a store on a Sunday", NULL, 1, large, 3);
    return 0;
}
