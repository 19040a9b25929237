using System.Text;
using ReasoningGrains.Dialogues;
using ReasoningGrains.Models.Templates;
using ReasoningGrains.Training.Examples;
using ReasoningGrains.Training.Tokenizers;

namespace ReasoningGrains.Training.Tests.Examples;

public class DialogueEncoderTests(TrainedTokenizer trained)
{
    [Fact]
    public void The_tokens_are_those_that_the_service_gives_the_model_turn_by_turn()
    {
        var encoder = new DialogueEncoder(trained.Tokenizer);
        var assistant = trained.Tokenizer.SpecialToken(ChatTokens.Assistant)!.Value;
        var end = trained.Tokenizer.SpecialToken(ChatTokens.End)!.Value;
        foreach (var dialogue in Dialogues(40))
        {
            var tokens = encoder.Encode(dialogue, int.MaxValue / 2).Tokens;
            List<ChatMessage> messages = dialogue.System is { } system ? [new("system", system)] : [];
            EncodedChat? former = null;
            var at = 0;
            foreach (var turn in dialogue.Turns)
            {
                messages.Add(new ChatMessage("user", turn.User));
                former = trained.Template.EncodeAfter(former, messages, addGenerationPrompt: true);
                at = Array.IndexOf(tokens, assistant, at) + 1;
                Assert.Equal(tokens[..at], former.Tokens.ToArray());

                // What the model answers is cut into thinking and answer as the service does, and comes back as messages.
                var next = Array.IndexOf(tokens, end, at);
                messages.Add(Said(Text(tokens[at..next])));
                Assert.Equal(turn.Answer, messages[^1].Content);
                at = next + 1;
            }

            Assert.Equal(tokens, trained.Template.Encode(messages, addGenerationPrompt: false));
        }
    }

    [Fact]
    public void Only_what_the_assistant_says_is_learned_its_end_included()
    {
        var encoder = new DialogueEncoder(trained.Tokenizer);
        foreach (var dialogue in Dialogues(40))
        {
            var example = encoder.Encode(dialogue, 4096);
            var speaking = false;
            for (var at = 0; at < example.Tokens.Length; at++)
            {
                Assert.Equal(speaking, example.Learned[at]);
                speaking = trained.Tokenizer.IsControl(example.Tokens[at]) ? example.Tokens[at] == trained.Tokenizer.SpecialToken(ChatTokens.Assistant) : speaking;
            }
        }
    }

    [Fact]
    public void Bare_turns_have_no_reasoning_and_are_not_learned()
    {
        var dialogue = new Dialogue(null, [new("recall", "Where is Anna?", "Anna is in the hall.", "Anna is in the hall.", true, true), new("recall", "Thanks", null, "You are welcome.", false, false)]);
        var example = new DialogueEncoder(trained.Tokenizer).Encode(dialogue, 1024, bare: 1);
        Assert.DoesNotContain(trained.Tokenizer.SpecialToken(ChatTokens.Think)!.Value, example.Tokens);
        var first = Array.IndexOf(example.Tokens, trained.Tokenizer.SpecialToken(ChatTokens.End)!.Value);
        Assert.DoesNotContain(true, example.Learned[..(first + 1)]);
        Assert.Contains(true, example.Learned[first..]);
    }

    private static IEnumerable<Dialogue> Dialogues(int count) => Enumerable.Range(0, count).Select(index => new DialogueGenerator(9).Draw(index, index % 2 == 0 ? Split.Training : Split.Evaluation, index / (double)count, 2000));

    private static ChatMessage Said(string text)
    {
        if (!text.StartsWith(ChatTokens.Think, StringComparison.Ordinal))
        {
            return new ChatMessage("assistant", text);
        }

        var close = text.IndexOf(ChatTokens.EndThink, StringComparison.Ordinal);
        return new ChatMessage("assistant", text[(close + ChatTokens.EndThink.Length)..].TrimStart(), text[ChatTokens.Think.Length..close]);
    }

    private string Text(IEnumerable<int> tokens) => Encoding.UTF8.GetString([.. tokens.SelectMany(id => trained.Tokenizer.Bytes(id).ToArray())]);
}
