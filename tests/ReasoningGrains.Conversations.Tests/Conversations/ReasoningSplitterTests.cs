using ReasoningGrains.Conversations.Conversations;

namespace ReasoningGrains.Conversations.Tests.Conversations;

public sealed class ReasoningSplitterTests
{
    [Theory]
    [InlineData(false, "<think>a < b</think>\n\nThe answer", "a < b", "The answer")]
    [InlineData(false, "\n<think>\nhm</thin</think>x", "\nhm</thin", "x")]
    [InlineData(true, "still thinking</think> done", "still thinking", "done")]
    [InlineData(false, "No thinking, a <think> in the middle", "", "No thinking, a <think> in the middle")]
    [InlineData(false, "<thin", "", "<thin")]
    [InlineData(true, "cut off </thi", "cut off </thi", "")]
    [InlineData(false, "  Hello", "", "  Hello")]
    public void Any_cut_of_the_stream_gives_the_same(bool open, string text, string reasoning, string message)
    {
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            var splitter = new ReasoningSplitter(open);
            var parts = new List<(ItemKind Kind, string Text)>();
            for (var at = 0; at < text.Length;)
            {
                var length = Math.Min(text.Length - at, random.Next(1, 9));
                parts.AddRange(splitter.Append(text.Substring(at, length)));
                at += length;
            }

            parts.AddRange(splitter.Flush());
            Assert.Equal(reasoning, string.Concat(parts.Where(p => p.Kind == ItemKind.Reasoning).Select(p => p.Text)));
            Assert.Equal(message, string.Concat(parts.Where(p => p.Kind == ItemKind.Message).Select(p => p.Text)));
        }
    }
}
