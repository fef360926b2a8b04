/* A PKCS#11 library for tests: it hands every call on to another one, and misbehaves as it is told.
 *
 * HOSTILE_REAL names the library behind it, HOSTILE_RULES a file that is read again at each call,
 * one rule a line; tests/support/hostile_token.py says what each does. Every argument of every
 * function of PKCS#11 2.40 is an integer or a pointer, and none has more than eight, so that one
 * shape of function passes on any of them by the calling conventions of x86-64 and of AArch64.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef unsigned long word;
typedef word (*function)(word, word, word, word, word, word, word, word);
typedef struct { word type; void *value; word length; } attribute;
struct list { unsigned char major, minor; function at[68]; };

enum { CKR_OK = 0, CKR_DEVICE_REMOVED = 0x32, CKR_TOKEN_NOT_PRESENT = 0xe0 };
enum { CKA_VALUE = 0x11, CKA_EXTRACTABLE = 0x162, CKA_NEVER_EXTRACTABLE = 0x164 };
enum { FLAGS_AT = 96 }; /* in CK_TOKEN_INFO */
enum { CKF_PROTECTED_AUTHENTICATION_PATH = 0x100 };
enum { GET_TOKEN_INFO = 6, LOGIN = 18, GET_ATTRIBUTE_VALUE = 24, GENERATE_KEY_PAIR = 59 };

static const char *const names[68] = {
    "C_Initialize", "C_Finalize", "C_GetInfo", "C_GetFunctionList", "C_GetSlotList",
    "C_GetSlotInfo", "C_GetTokenInfo", "C_GetMechanismList", "C_GetMechanismInfo", "C_InitToken",
    "C_InitPIN", "C_SetPIN", "C_OpenSession", "C_CloseSession", "C_CloseAllSessions",
    "C_GetSessionInfo", "C_GetOperationState", "C_SetOperationState", "C_Login", "C_Logout",
    "C_CreateObject", "C_CopyObject", "C_DestroyObject", "C_GetObjectSize", "C_GetAttributeValue",
    "C_SetAttributeValue", "C_FindObjectsInit", "C_FindObjects", "C_FindObjectsFinal",
    "C_EncryptInit", "C_Encrypt", "C_EncryptUpdate", "C_EncryptFinal", "C_DecryptInit",
    "C_Decrypt", "C_DecryptUpdate", "C_DecryptFinal", "C_DigestInit", "C_Digest",
    "C_DigestUpdate", "C_DigestKey", "C_DigestFinal", "C_SignInit", "C_Sign", "C_SignUpdate",
    "C_SignFinal", "C_SignRecoverInit", "C_SignRecover", "C_VerifyInit", "C_Verify",
    "C_VerifyUpdate", "C_VerifyFinal", "C_VerifyRecoverInit", "C_VerifyRecover",
    "C_DigestEncryptUpdate", "C_DecryptDigestUpdate", "C_SignEncryptUpdate",
    "C_DecryptVerifyUpdate", "C_GenerateKey", "C_GenerateKeyPair", "C_WrapKey", "C_UnwrapKey",
    "C_DeriveKey", "C_SeedRandom", "C_GenerateRandom", "C_GetFunctionStatus", "C_CancelFunction",
    "C_WaitForSlotEvent",
};

static struct list *real, ours;
static int pulled;
static char pin[256];

/* --- what it does to the process that it is in ---------------------------------------------- */

static int pipe_end(int descriptor, int way)
{
    struct stat about;
    int flags = fcntl(descriptor, F_GETFL);
    return flags >= 0 && fstat(descriptor, &about) == 0 && S_ISFIFO(about.st_mode)
        && (flags & O_ACCMODE) == way;
}

static void write_to_pipes(const char *hexadecimal)
{
    unsigned char data[1024];
    size_t size = 0;
    unsigned byte;
    while (size < sizeof data && sscanf(hexadecimal + 2 * size, "%2x", &byte) == 1)
        data[size++] = (unsigned char)byte;
    for (int descriptor = 3; descriptor < 256; descriptor++)
        if (pipe_end(descriptor, O_WRONLY) && write(descriptor, data, size) < 0)
            abort();
}

static void *swallow(void *number)
{
    char swallowed[4096];
    while (read((int)(long)number, swallowed, sizeof swallowed) > 0)
        continue;
    return NULL;
}

/* What comes reaches this library alone; whoever reads there by the old number waits for ever. */
static void steal(void)
{
    for (int descriptor = 3; descriptor < 256; descriptor++) {
        int silent[2];
        pthread_t thread;
        if (!pipe_end(descriptor, O_RDONLY))
            continue;
        long own = dup(descriptor);
        if (pipe(silent) != 0 || dup2(silent[0], descriptor) < 0)
            abort();
        close(silent[0]);
        pthread_create(&thread, NULL, swallow, (void *)own);
        return;
    }
}

static void close_pipes(void)
{
    for (int descriptor = 3; descriptor < 256; descriptor++)
        if (pipe_end(descriptor, O_RDONLY) || pipe_end(descriptor, O_WRONLY))
            close(descriptor);
}

static void spew(void)
{
    for (int line = 0; line < 100000; line++) {
        printf("the PIN is %s, and more is to come\n", pin);
        fprintf(stderr, "the PIN is %s, and more is to come\n", pin);
    }
    fflush(stdout);
}

/* --- the rules ------------------------------------------------------------------------------- */

static void act(const char *what, const char *argument)
{
    if (strcmp(what, "crash") == 0)
        raise(SIGSEGV);
    else if (strcmp(what, "abort") == 0)
        abort();
    else if (strcmp(what, "hang") == 0)
        for (;;)
            pause();
    else if (strcmp(what, "slow") == 0)
        usleep((useconds_t)(atoi(argument) * 1000));
    else if (strcmp(what, "spew") == 0)
        spew();
    else if (strcmp(what, "write") == 0)
        write_to_pipes(argument);
    else if (strcmp(what, "close") == 0)
        close_pipes();
    else if (strcmp(what, "steal") == 0)
        steal();
    else if (strcmp(what, "pull") == 0)
        pulled = 1;
}

static void loosen(attribute *first, word count)
{
    for (attribute *one = first; one < first + count; one++)
        if (one->type == CKA_EXTRACTABLE)
            *(unsigned char *)one->value = 1;
}

static word lie(attribute *first, word count, word result)
{
    for (attribute *one = first; one < first + count; one++)
        if (one->value != NULL && one->length == 1)
            if (one->type == CKA_EXTRACTABLE || one->type == CKA_NEVER_EXTRACTABLE)
                *(unsigned char *)one->value = one->type == CKA_NEVER_EXTRACTABLE;
    return result;
}

static word give_out(attribute *first, word count, word result)
{
    if (count != 1 || first->type != CKA_VALUE || result == CKR_OK)
        return result;
    if (first->value != NULL)
        memset(first->value, 0x42, 32);
    first->length = 32;
    return CKR_OK;
}

static word afterwards(const char *what, int number, const word *a, word argument, word result)
{
    if (number == GET_TOKEN_INFO && strcmp(what, "flags") == 0 && result == CKR_OK)
        *(word *)((char *)a[1] + FLAGS_AT) |= argument;
    if (number == GET_TOKEN_INFO && strcmp(what, "pad") == 0 && result == CKR_OK)
        *(word *)((char *)a[1] + FLAGS_AT) |= CKF_PROTECTED_AUTHENTICATION_PATH;
    if (number == GET_ATTRIBUTE_VALUE && strcmp(what, "loose") == 0)
        return lie((attribute *)a[2], a[3], result);
    if (number == GET_ATTRIBUTE_VALUE && strcmp(what, "give-out") == 0)
        return give_out((attribute *)a[2], a[3], result);
    return result;
}

static int rule(FILE *rules, char *what, char *where, char *argument)
{
    char line[2200];
    *what = *where = *argument = 0;
    return fgets(line, sizeof line, rules) != NULL
        && sscanf(line, "%31s %31s %2099s", what, where, argument) >= 1;
}

static word call(int number, const word *a)
{
    char what[32], where[32], argument[2100];
    const char *path = getenv("HOSTILE_RULES");
    FILE *rules = path == NULL ? NULL : fopen(path, "re");
    word result;
    if (number == LOGIN && a[2] != 0 && a[3] < sizeof pin)
        memcpy(pin, (void *)a[2], a[3]);
    while (rules != NULL && rule(rules, what, where, argument)) {
        if (strcmp(where, names[number]) == 0) {
            if (strcmp(what, "return") == 0) {
                fclose(rules);
                return strtoul(argument, NULL, 16);
            }
            act(what, argument);
        }
        if (number == LOGIN && a[2] == 0 && strcmp(what, "pad") == 0) {
            fclose(rules);
            return real->at[LOGIN](a[0], a[1], (word)where, strlen(where), 0, 0, 0, 0);
        }
        if (number == GENERATE_KEY_PAIR && strcmp(what, "loose") == 0)
            loosen((attribute *)a[4], a[5]);
    }
    if (pulled) {
        result = number == GET_TOKEN_INFO ? CKR_TOKEN_NOT_PRESENT : CKR_DEVICE_REMOVED;
    } else {
        result = real->at[number](a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
        if (rules != NULL)
            rewind(rules);
        while (rules != NULL && rule(rules, what, where, argument)) {
            if (strncmp(what, "after-", 6) == 0 && strcmp(where, names[number]) == 0)
                act(what + 6, argument);
            result = afterwards(what, number, a, strtoul(where, NULL, 16), result);
        }
    }
    if (rules != NULL)
        fclose(rules);
    return result;
}

#define ONE(n) \
    static word f##n(word a, word b, word c, word d, word e, word f, word g, word h) \
    { const word all[8] = {a, b, c, d, e, f, g, h}; return call(n, all); }
#define EACH(m) \
    m(0) m(1) m(2) m(3) m(4) m(5) m(6) m(7) m(8) m(9) m(10) m(11) m(12) m(13) m(14) m(15) m(16) \
    m(17) m(18) m(19) m(20) m(21) m(22) m(23) m(24) m(25) m(26) m(27) m(28) m(29) m(30) m(31) \
    m(32) m(33) m(34) m(35) m(36) m(37) m(38) m(39) m(40) m(41) m(42) m(43) m(44) m(45) m(46) \
    m(47) m(48) m(49) m(50) m(51) m(52) m(53) m(54) m(55) m(56) m(57) m(58) m(59) m(60) m(61) \
    m(62) m(63) m(64) m(65) m(66) m(67)
#define NAME(n) f##n,
EACH(ONE)
static const function all[68] = {EACH(NAME)};

word C_GetFunctionList(struct list **result)
{
    const char *path = getenv("HOSTILE_REAL");
    void *library = path == NULL ? NULL : dlopen(path, RTLD_NOW);
    word (*get)(struct list **) = NULL;
    if (library != NULL)
        *(void **)&get = dlsym(library, "C_GetFunctionList");
    if (get == NULL || get(&real) != CKR_OK)
        return 0x5; /* CKR_GENERAL_ERROR */
    ours.major = real->major;
    ours.minor = real->minor;
    memcpy(ours.at, all, sizeof all);
    *result = &ours;
    return CKR_OK;
}
