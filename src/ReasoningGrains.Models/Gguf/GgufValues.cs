using System.Buffers.Binary;

namespace ReasoningGrains.Models.Gguf;

/// <summary>Reads one metadata value; integers become long or ulong, floats double.</summary>
internal static class GgufValues
{
    private const uint Text = 8;
    private const uint Array = 9;

    /// <summary>Far more than a vocabulary has.</summary>
    private const int MostEntries = 1 << 24;

    public static object Read(string path, GgufCursor cursor, string key)
    {
        var type = cursor.UInt32($"the type of {key}");
        return type == Array ? ReadArray(path, cursor, key) : ReadOne(path, cursor, key, type);
    }

    private static object ReadArray(string path, GgufCursor cursor, string key)
    {
        var type = cursor.UInt32($"the element type of {key}");
        var count = cursor.Count($"the length of {key}", type == Text ? 8 : Size(path, key, type));
        if (count > MostEntries)
        {
            throw new ModelFormatException($"{path}: the list {key} has {count} entries; allowed are {MostEntries}.");
        }

        switch (type)
        {
            case Text: return Fill(count, () => cursor.Text(key));
            case 6 or 12: return Fill(count, () => (double)ReadOne(path, cursor, key, type));
            case 7: return Fill(count, () => (bool)ReadOne(path, cursor, key, type));
            case 0 or 2 or 4 or 10: return Fill(count, () => (ulong)ReadOne(path, cursor, key, type));
            default: return Fill(count, () => (long)ReadOne(path, cursor, key, type));
        }
    }

    private static T[] Fill<T>(int count, Func<T> next)
    {
        var values = new T[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = next();
        }

        return values;
    }

    private static object ReadOne(string path, GgufCursor cursor, string key, uint type)
    {
        if (type == Text)
        {
            return cursor.Text(key);
        }

        var bytes = cursor.Bytes(Size(path, key, type), key);
        return type switch
        {
            0 => (ulong)bytes[0],
            1 => (long)(sbyte)bytes[0],
            2 => (ulong)BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            3 => (long)BinaryPrimitives.ReadInt16LittleEndian(bytes),
            4 => (ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            5 => (long)BinaryPrimitives.ReadInt32LittleEndian(bytes),
            6 => (double)BinaryPrimitives.ReadSingleLittleEndian(bytes),
            7 => bytes[0] != 0,
            10 => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            11 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            _ => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        };
    }

    private static int Size(string path, string key, uint type) => type switch
    {
        0 or 1 or 7 => 1,
        2 or 3 => 2,
        4 or 5 or 6 => 4,
        10 or 11 or 12 => 8,
        _ => throw new ModelFormatException($"{path}: the metadata key {key} has type {type}; allowed are 0 to 12, and no lists of lists."),
    };
}
