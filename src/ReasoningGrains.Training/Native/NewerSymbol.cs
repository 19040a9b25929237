using System.Buffers.Binary;
using System.Text;

namespace ReasoningGrains.Training.Native;

/// <summary>The one symbol of GCC 13's C++ library, as an ELF file of 64 bits (System V ABI; symbol versions: Linux Standard Base, "Symbol Versioning") refers to it.</summary>
internal static class NewerSymbol
{
    /// <summary><c>std::ios_base_library_init()</c>: an anchor, empty. The streams themselves are made by the older library's own users.</summary>
    public const string Name = "_ZSt21ios_base_library_initv";

    private const string Version = "GLIBCXX_3.4.32";

    /// <summary>What is called in its place: takes nothing, changes nothing, is in every C library.</summary>
    private const string Stand = "sched_yield";

    private const uint Symbols = 11, Needs = 0x6ffffffe, Versions = 0x6fffffff;
    private const ushort Weak = 2, Unversioned = 1;

    /// <summary>Makes the file load without it.</summary>
    /// <returns>False when it does not refer to the symbol.</returns>
    public static bool Remove(Span<byte> file)
    {
        var sections = Sections(file);
        var symbols = sections.Single(s => s.Type == Symbols);
        var texts = sections[symbols.Link].Offset;
        var versions = sections.Single(s => s.Type == Versions).Offset;
        var needs = sections.Single(s => s.Type == Needs).Offset;
        if (Need(file, needs, texts) is not { } need)
        {
            return false;
        }

        for (var i = 0; i < symbols.Size / 24; i++)
        {
            var text = texts + Int(file, symbols.Offset + (24 * i));
            if (Text(file, text) == Name)
            {
                Encoding.ASCII.GetBytes(Stand + '\0', file[text..]);
                BinaryPrimitives.WriteUInt16LittleEndian(file[(versions + (2 * i))..], Unversioned);
                BinaryPrimitives.WriteUInt16LittleEndian(file[(need + 4)..], Weak);
                return true;
            }
        }

        return false;
    }

    private static Section[] Sections(ReadOnlySpan<byte> file)
    {
        var start = (int)BinaryPrimitives.ReadInt64LittleEndian(file[40..]);
        var sections = new Section[BinaryPrimitives.ReadUInt16LittleEndian(file[60..])];
        for (var i = 0; i < sections.Length; i++)
        {
            var header = file[(start + (64 * i))..];
            sections[i] = new Section((uint)Int(header, 4), Int(header, 24), Int(header, 32), Int(header, 40));
        }

        return sections;
    }

    /// <summary>Where the need of the version stands.</summary>
    private static int? Need(ReadOnlySpan<byte> file, int library, int texts)
    {
        while (true)
        {
            var need = library + Int(file, library + 8);
            for (var left = BinaryPrimitives.ReadUInt16LittleEndian(file[(library + 2)..]); left > 0; left--)
            {
                if (Text(file, texts + Int(file, need + 8)) == Version)
                {
                    return need;
                }

                need += Int(file, need + 12);
            }

            if (Int(file, library + 12) is var next && next == 0)
            {
                return null;
            }

            library += next;
        }
    }

    private static int Int(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    private static string Text(ReadOnlySpan<byte> bytes, int at) => Encoding.ASCII.GetString(bytes[at..][..bytes[at..].IndexOf((byte)0)]);

    private readonly record struct Section(uint Type, int Offset, int Size, int Link);
}
