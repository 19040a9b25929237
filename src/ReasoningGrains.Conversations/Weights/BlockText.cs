using System.Text;
using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Models.Tokenizers;

namespace ReasoningGrains.Conversations.Weights;

/// <summary>What a block of a context says.</summary>
internal static class BlockText
{
    private const int LongestCharacter = 4;

    /// <summary>The text of a block's tokens. A character that is cut by the border belongs to the block in which it begins.</summary>
    public static string Of(ITokenizer tokenizer, ReadOnlySpan<int> context, int block)
    {
        var from = Math.Min(context.Length, block * KvShape.BlockTokens);
        var to = Math.Min(context.Length, from + KvShape.BlockTokens);
        var bytes = Bytes(tokenizer, context[from..to]);
        var length = bytes.Count;
        var next = Bytes(tokenizer, context.Slice(to, Math.Min(LongestCharacter, context.Length - to)));
        bytes.AddRange(next.TakeWhile(IsContinuation));
        var skip = bytes.Take(length).TakeWhile(IsContinuation).Count();
        return Encoding.UTF8.GetString([.. bytes.Skip(skip)]);
    }

    private static List<byte> Bytes(ITokenizer tokenizer, ReadOnlySpan<int> tokens)
    {
        var bytes = new List<byte>();
        foreach (var token in tokens)
        {
            bytes.AddRange(tokenizer.Bytes(token).Span);
        }

        return bytes;
    }

    private static bool IsContinuation(byte b) => (b & 0xC0) == 0x80;
}
