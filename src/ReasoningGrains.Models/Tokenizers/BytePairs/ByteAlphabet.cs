using System.Text;

namespace ReasoningGrains.Models.Tokenizers.BytePairs;

/// <summary>The printable character that stands for each byte in byte-level vocabularies (GPT-2's <c>bytes_to_unicode</c>).</summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = Build();
    private static readonly Dictionary<char, byte> Values = Characters.Select((character, value) => (character, value)).ToDictionary(pair => pair.character, pair => (byte)pair.value);

    public static char Character(byte value) => Characters[value];

    /// <summary>The bytes that a spelling stands for; one that has other characters too stands for itself, in UTF-8.</summary>
    public static byte[] Decode(string spelling)
    {
        var bytes = new byte[spelling.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!Values.TryGetValue(spelling[i], out bytes[i]))
            {
                return Encoding.UTF8.GetBytes(spelling);
            }
        }

        return bytes;
    }

    private static char[] Build()
    {
        var moved = 0;
        return [.. Enumerable.Range(0, 256).Select(value => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)value : (char)(256 + moved++))];
    }
}
