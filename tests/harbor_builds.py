"""Every build of harbor that a request can name."""

from tests.harbor import (
    PLACES,
    Places,
    breakpad,
    dotnet,
    elf,
    macho,
    pe,
    wasm,
)

DSYM = "Contents/Resources/DWARF"
FAT = f"harbor.fat.dSYM/{DSYM}/harbor.fat"
INTEL = "4c4c445c-5555-3144-a19a-fc494e67ba09"
ARM = "4c4c44b1-5555-3144-a11f-823700b6d623"
QUAY = "Quay.pdb/47D92E5BEA3849E9870C72D193AEEE96ffffffff/Quay.pdb"
QUAY_EXE = "Quay.exe/000000008000/Quay.exe"
CLANG5_ID = "9c2e6e17-6c3d-0bd2-5d9a-6dc37c0520d8"
GCC4 = "50845a2036f0e166a7638ba2b38743b3a3682d87"
GCC5 = "4ee1135d827c600d03d24d2b00b150de1ab98d15"
CLANG5 = "176e2e9c3d6cd20b5d9a6dc37c0520d8e9ab4ee9"
ARM_ELF = "720d3c3bc8145cff1758e4c20b7eb88a977f5e71"
NO_INLINES = (PLACES[0], *PLACES[2:4], *PLACES[5:])  # lines are those of the innermost
NAMES_ONLY: Places = ((None, 0),) * 6

BUILDS = (
    elf("gcc-dwarf4", GCC4, "elf/gcc", "gcc-dwarf4"),
    elf("gcc-dwarf5", GCC5, "elf/gcc", "gcc-dwarf5"),
    elf("clang-dwarf4", "f13f897cfdd228f83754f95da7ae3cad086f15cf", "elf/clang", "clang-dwarf4"),
    elf("clang-dwarf5", CLANG5, "elf/clang", "clang-dwarf5"),
    elf(
        "line-tables-only",
        "5aca655528ba23bbb5a69cf9ec13c530a0e68a36",
        "elf/clang",
        "clang-gmlt",
    ),
    elf("separate", GCC5, "elf/gcc", "sep", "sep.debug"),
    elf("zlib", GCC5, "elf/gcc", None, "zlib.debug"),
    elf("zlib-gnu", GCC5, "elf/gcc", None, "zlibgnu.debug"),
    elf("zstd", GCC5, "elf/gcc", None, "zstd.debug"),
    elf("dwz", GCC5, "elf/gcc", None, "dwzsingle.debug"),
    elf("dwz-alternate", GCC4, "elf/gcc", None, "dwz1.debug"),
    elf("symbol-table", GCC5, "elf/gcc", "symtab-only", places=NAMES_ONLY),
    elf("mini-debug-info", GCC5, "elf/gcc", "minidebuginfo", places=NAMES_ONLY),
    elf(
        "split-dwarf",
        "26a35a916c21da789685428689d3c24d83b277d2",
        "elf/split5",
        "split5/clang-19.bin",
        places=NO_INLINES,
    ),
    elf("aarch64", ARM_ELF, "elf/aarch64", "aarch64"),
    elf(
        "armv7",
        "2c98b6019ea2f2a48e9aa5da1e73370a44dcdd6f",
        "elf/armv7",
        "armv7",
        base=0x1_0000,
    ),
    elf(
        "i686",
        "c8821ac2a1465c7bb1b7d475f94587c0d4e6a8bc",
        "elf/i686",
        "i686",
        base=0x40_0000,
    ),
    pe("x86_64", "x86_64", "bf5b77055000", "2862e7c0-8594-0b40-4c4c-44205044422e", "pe/x86_64"),
    pe(
        "i686",
        "i686",
        "76cea17f5000",
        "02cb1078-bc76-dd08-4c4c-44205044422e",
        "pe/i686",
        base=0x40_0000,
    ),
    pe(
        "aarch64",
        "aarch64",
        "c52fd0125000",
        "28ad31ef-3953-ff14-4c4c-44205044422e",
        "pe/aarch64",
    ),
    pe(
        "public-symbols",
        "pubonly",
        "742162015000",
        "85e33f9d-deaf-85f0-4c4c-44205044422e",
        "pe/x86_64",
        places=NAMES_ONLY,
    ),
    pe(
        "source-server",
        "pubonly",
        "a40e93bc5000",
        "686b2955-8ff0-8467-4c4c-44205044422e",
        "pe/x86_64",
        stem="srcsrv",
    ),
    pe(
        "mingw-x86_64",
        "mingw-x86_64",
        "0000000011000",
        "2c085ff3-c599-1cf4-5c23-a7aadc5fdb87",
        "pe/mingw-x86_64",
        pdb=False,
    ),
    pe(
        "mingw-i686",
        "mingw-i686",
        "00000000f000",
        "6dce6628-7bf6-b5eb-b9ca-8df327bf782c",
        "pe/mingw-i686",
        base=0x40_0000,
        pdb=False,
    ),
    macho("fat-x86_64", INTEL, "macho/x86_64", FAT, "harbor.fat"),
    macho("fat-arm64", ARM, "macho/arm64", FAT, "harbor.fat"),
    macho("arm64", ARM, "macho/arm64", f"arm64/harbor.dSYM/{DSYM}/harbor", "arm64/harbor.stripped"),
    wasm("harbor4", "144a7a1ebdf46b7a9caaa2be0c45d2c631672e98fe"),
    wasm("harbor5", "14787b3c153b6abe2b37313ca020af3e0c6137a4db"),
    breakpad("clang-dwarf5.inl", CLANG5_ID, "elf/clang"),
    breakpad("clang-dwarf5", CLANG5_ID, "elf/clang", places=NO_INLINES),
    breakpad("aarch64", "3b3c0d72-14c8-ff5c-1758-e4c20b7eb88a", "elf/aarch64", places=NO_INLINES),
    dotnet("portable", {QUAY: "dotnet/out/Quay.pdb"}),
    dotnet("embedded", {QUAY_EXE: "dotnet/emb/Quay.exe"}),
)
