using System.Buffers.Binary;
using System.Text;

namespace SbertRepro.Encoders.Native;

/// <summary>
/// Makes one imported symbol of an ELF64 shared object unnecessary, so that it loads beside an older libstdc++.
/// <para>
/// libLibTorchSharp.so 0.107.0 is built with GCC 13 and needs GLIBCXX_3.4.32 for exactly one symbol, the initialiser of the iostreams. Older
/// libstdc++ (Debian 12, Ubuntu 22.04) runs that initialiser by itself. So the import is pointed at another function that takes no arguments and
/// has no effect, its version is lifted to "any", and the version requirement is marked weak. Nothing else changes; file size and layout stay.
/// </para>
/// </summary>
internal static class ElfSymbolEdit
{
    private const int SymbolSize = 24;         // Elf64_Sym
    private const int SectionHeaderSize = 64;  // Elf64_Shdr
    private const ushort AnyVersion = 1;       // VER_NDX_GLOBAL
    private const ushort WeakFlag = 2;         // VER_FLG_WEAK

    /// <summary>Edits <paramref name="image"/> in place.</summary>
    /// <param name="image">The whole file.</param>
    /// <param name="symbol">Imported symbol the host cannot provide.</param>
    /// <param name="standIn">Another imported symbol of the same file, harmless to call without arguments.</param>
    /// <param name="version">The version that only <paramref name="symbol"/> needs.</param>
    /// <exception cref="InvalidDataException">The file is no ELF64 little-endian object, or one of the names is missing.</exception>
    public static void Redirect(Span<byte> image, string symbol, string standIn, string version)
    {
        if (image.Length < SectionHeaderSize || !image[..6].SequenceEqual<byte>([0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1]))
            throw new InvalidDataException("not a 64-bit little-endian ELF file");

        var symbols = Section(image, ".dynsym");
        var names = Section(image, ".dynstr");
        var versions = Section(image, ".gnu.version");
        var needs = Section(image, ".gnu.version_r");

        var target = IndexOf(image, symbols, names, symbol);
        var replacement = IndexOf(image, symbols, names, standIn);
        var replacementName = image.Slice(symbols.Start + replacement * SymbolSize, 4);
        replacementName.CopyTo(image[(symbols.Start + target * SymbolSize)..]);
        BinaryPrimitives.WriteUInt16LittleEndian(image[(versions.Start + target * sizeof(ushort))..], AnyVersion);
        MarkWeak(image, needs, names, version);
    }

    private static int IndexOf(ReadOnlySpan<byte> image, Range64 symbols, Range64 names, string name)
    {
        for (var index = 0; index < symbols.Length / SymbolSize; index++)
        {
            var nameOffset = BinaryPrimitives.ReadInt32LittleEndian(image[(symbols.Start + index * SymbolSize)..]);
            if (NameAt(image, names, nameOffset, name)) return index;
        }

        throw new InvalidDataException($"no symbol {name}");
    }

    // .gnu.version_r is a linked list of files (Elf64_Verneed), each with a linked list of versions (Elf64_Vernaux), 16 bytes an entry.
    private static void MarkWeak(Span<byte> image, Range64 needs, Range64 names, string version)
    {
        for (int file = needs.Start, nextFile = -1; nextFile != 0; file += nextFile)
        {
            nextFile = BinaryPrimitives.ReadInt32LittleEndian(image[(file + 12)..]);
            var entry = file + BinaryPrimitives.ReadInt32LittleEndian(image[(file + 8)..]);
            for (var nextEntry = -1; nextEntry != 0; entry += nextEntry)
            {
                nextEntry = BinaryPrimitives.ReadInt32LittleEndian(image[(entry + 12)..]);
                if (!NameAt(image, names, BinaryPrimitives.ReadInt32LittleEndian(image[(entry + 8)..]), version)) continue;
                var flags = image[(entry + 4)..];
                BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | WeakFlag));
                return;
            }
        }

        throw new InvalidDataException($"no version requirement {version}");
    }

    private static Range64 Section(ReadOnlySpan<byte> image, string name)
    {
        var table = (int)BinaryPrimitives.ReadInt64LittleEndian(image[0x28..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(image[0x3C..]);
        var nameSection = BinaryPrimitives.ReadUInt16LittleEndian(image[0x3E..]);
        var sectionNames = At(image, nameSection);
        for (var index = 0; index < count; index++)
        {
            var nameOffset = BinaryPrimitives.ReadInt32LittleEndian(image[(table + index * SectionHeaderSize)..]);
            if (NameAt(image, sectionNames, nameOffset, name)) return At(image, index);
        }

        throw new InvalidDataException($"no section {name}");

        Range64 At(ReadOnlySpan<byte> file, int index)
        {
            var header = file.Slice(table + index * SectionHeaderSize, SectionHeaderSize);
            var range = new Range64(
                (int)BinaryPrimitives.ReadInt64LittleEndian(header[0x18..]), (int)BinaryPrimitives.ReadInt64LittleEndian(header[0x20..]));
            return range.Start >= 0 && range.Length >= 0 && range.Start + (long)range.Length <= file.Length
                ? range
                : throw new InvalidDataException($"section {index} lies outside the file");
        }
    }

    private static bool NameAt(ReadOnlySpan<byte> image, Range64 names, int offset, string name)
    {
        if (offset < 0 || offset + name.Length >= names.Length) return false;
        var text = image.Slice(names.Start + offset, name.Length + 1);
        return text[^1] == 0 && text[..^1].SequenceEqual(Encoding.ASCII.GetBytes(name));
    }

    private readonly record struct Range64(int Start, int Length);
}
