using ReasoningGrains.Models.Templates;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Models.Tests.Templates;

/// <summary>Encoding after a former encoding gives the ids of encoding all.</summary>
public class EncodeAfterTests
{
    private static readonly string[] Roles = ["user", "assistant"];

    private static readonly string[] Pieces =
    [
        "Hello", " world", "\n", "\n\n", "  ", "<|im_end|>", "<|im_start|>", "<|im_", "end|>", "<think>", "</think>", "<", "|", ">", "[INST]", "é", "😀", "\ud83d", "\uFDD0", "<｜User｜>",
        "<｜Assistant｜>", "<｜end▁of▁sentence｜>", "0123", "the quick brown fox", ".", "\t",
    ];

    public static TheoryData<string> Folders => ["smollm2-135m", "tokenizers/qwen3", "tokenizers/deepseek-v3"];

    [Theory, MemberData(nameof(Folders))]
    public void Golden_chats_split_at_every_message(string folder)
    {
        var template = SharedTemplates.Of(folder);
        foreach (var golden in ChatGolden.Read(folder))
        {
            EncodedChat? former = null;
            for (var count = 1; count <= golden.Messages.Count; count++)
            {
                ChatMessage[] messages = [.. golden.Messages.Take(count)];
                foreach (var prompt in new[] { true, false })
                {
                    if (Encode(template, messages, prompt, golden.Thinking) is { } whole)
                    {
                        former = template.EncodeAfter(former, messages, prompt, golden.Thinking);
                        Assert.Equal(whole, former.Tokens.ToArray());
                    }
                }
            }
        }
    }

    [Theory, MemberData(nameof(Folders))]
    public void Random_conversations_that_grow_change_and_shrink(string folder)
    {
        var template = SharedTemplates.Of(folder);
        var random = new Random(7);
        for (var round = 0; round < 40; round++)
        {
            var messages = new List<ChatMessage>();
            EncodedChat? former = null;
            for (var step = 0; step < 12; step++)
            {
                Change(messages, random);
                var prompt = random.Next(3) > 0;
                if (Encode(template, messages, prompt, null) is { } whole)
                {
                    former = template.EncodeAfter(former, messages, prompt);
                    Assert.Equal(whole, former.Tokens.ToArray());
                }
            }
        }
    }

    [Fact]
    public void A_longer_conversation_keeps_the_boundaries_of_the_shorter()
    {
        var template = SharedTemplates.Of("smollm2-135m");
        ChatMessage[] messages = [new("user", "One"), new("assistant", "1."), new("user", "Two")];
        var former = template.EncodeAfter(null, messages[..1], addGenerationPrompt: true);
        var next = template.EncodeAfter(former, messages, addGenerationPrompt: true);
        Assert.Equal(former.Boundaries, next.Boundaries.Take(former.Boundaries.Count));
        Assert.Equal(5, former.Boundaries.Count);
    }

    /// <summary>A chat of these need not be rendered from its beginning; those of Qwen and DeepSeek keep count in namespaces.</summary>
    [Theory]
    [InlineData("smollm2-135m", true)]
    [InlineData("built-in", true)]
    [InlineData("tokenizers/qwen3", false)]
    [InlineData("tokenizers/deepseek-v3", false)]
    public void Whose_rendering_goes_on(string folder, bool goesOn)
    {
        using var builtIn = folder == "built-in" ? ModelLoader.Open(Repository.BuiltIn) : null;
        var template = builtIn?.Template ?? SharedTemplates.Of(folder);
        Assert.Equal(goesOn, template.EncodeAfter(null, [new ChatMessage("user", "Hello")], addGenerationPrompt: true).Rendered.Loop is not null);
    }

    private static void Change(List<ChatMessage> messages, Random random)
    {
        if (messages.Count > 0 && random.Next(5) == 0)
        {
            messages.RemoveAt(random.Next(messages.Count));
        }
        else if (messages.Count > 0 && random.Next(5) == 0)
        {
            var at = random.Next(messages.Count);
            messages[at] = messages[at] with { Content = Text(random) };
        }

        messages.Add(new ChatMessage(Roles[messages.Count % 2], Text(random), random.Next(4) == 0 && messages.Count % 2 == 1 ? Text(random) : null));
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    /// <summary>Null where the template refuses the messages.</summary>
    private static int[]? Encode(IChatTemplate template, IReadOnlyList<ChatMessage> messages, bool prompt, bool? thinking)
    {
        try
        {
            return template.Encode(messages, prompt, thinking);
        }
        catch (ModelFormatException)
        {
            return null;
        }
    }
}
