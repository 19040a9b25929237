using ReasoningGrains.Bench.Questions.Reasoning;
using ReasoningGrains.Dialogues;
using ReasoningGrains.Models.Templates;
using ReasoningGrains.Models.Tokenizers;
using ReasoningGrains.Models.Tokenizers.HuggingFace;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Bench.Tests.Reasoning;

public class ReasoningCaseTests
{
    private static readonly BytePairTokenizer Tokenizer = HuggingFaceTokenizer.Open(Repository.BuiltIn);
    private static readonly IChatTemplate Template = HuggingFaceChatTemplate.Open(Repository.BuiltIn, Tokenizer, TimeProvider.System);

    [Theory]
    [InlineData("two-hop", 300)]
    [InlineData("outside", 1000)]
    public void The_context_is_what_was_said_and_the_last_question(string task, int tokens)
    {
        foreach (var dialogue in EvaluationCases.Draw(task, seed: 3, count: 5, tokens, text => Tokenizer.Encode(text, parseSpecial: false).Length))
        {
            var asked = ReasoningCase.Of(task, 0, dialogue, Tokenizer, Template);
            List<ChatMessage> messages = [.. dialogue.Turns.SelectMany(t => new[] { new ChatMessage("user", t.User), new ChatMessage("assistant", t.Answer, t.Think) }).SkipLast(1)];
            Assert.Equal(Template.Encode(messages, addGenerationPrompt: true), asked.Tokens.ToArray());
            Assert.Equal(dialogue.Turns.Count - 1, asked.History.Count);
            Assert.True(asked.IsRight(dialogue.Turns[^1].Answer + " "));
            Assert.False(asked.IsRight(dialogue.Turns[^1].Answer + "!"));
        }
    }

    [Fact]
    public void Each_turn_ends_where_the_model_ends_it()
    {
        var dialogue = new Dialogue("Be brief.", [new("recall", "Anna is here.", null, "Noted.", false, false), new("recall", "Where?", "Anna: here.", "Here.", true, true), new("recall", "Sure?", "Yes.", "Yes.", true, true)]);
        var asked = ReasoningCase.Of("recall", 0, dialogue, Tokenizer, Template);
        var tokens = asked.Tokens.ToArray();
        Assert.Equal(["Noted.<|im_end|>", "<think> Anna: here.</think> Here.<|im_end|>"], asked.History.Select(turn => Text(tokens[turn.Prompt..turn.End])));
        Assert.Equal(Tokenizer.Encode("<think> Yes.</think> Yes.<|im_end|>", parseSpecial: true).Length, asked.Reply);
    }

    private static string Text(int[] tokens)
    {
        // Control tokens have no bytes.
        var texts = tokens.Select(t => Tokenizer.IsControl(t) ? "<|im_end|>" : System.Text.Encoding.UTF8.GetString(Tokenizer.Bytes(t).Span));
        return string.Concat(texts);
    }
}
