using ReasoningGrains.Dialogues;
using ReasoningGrains.Models.Tokenizers;
using ReasoningGrains.Training.Tokenizers;

namespace ReasoningGrains.Training.Examples;

/// <summary>Encodes dialogues exactly as the chat template of <see cref="ChatTokens"/> does, without rendering it.</summary>
internal sealed class DialogueEncoder
{
    private readonly ITokenizer tokenizer;
    private readonly int user;
    private readonly int assistant;
    private readonly int system;
    private readonly int think;
    private readonly int endThink;
    private readonly int end;

    /// <exception cref="ArgumentException">The tokenizer is not the built-in model's.</exception>
    public DialogueEncoder(ITokenizer tokenizer)
    {
        this.tokenizer = tokenizer;
        (user, assistant, system) = (Id(ChatTokens.User), Id(ChatTokens.Assistant), Id(ChatTokens.System));
        (think, endThink, end) = (Id(ChatTokens.Think), Id(ChatTokens.EndThink), Id(ChatTokens.End));
    }

    /// <param name="dialogue">The dialogue.</param>
    /// <param name="longest">Turns that would exceed this many tokens are left out.</param>
    /// <param name="bare">So many first turns are given without their reasoning, and nothing is learnt from them.</param>
    public TrainingExample Encode(Dialogue dialogue, int longest, int bare = 0)
    {
        var tokens = new List<int>();
        var learned = new List<bool>();
        if (dialogue.System is { } instructions)
        {
            Add([system, .. Text($" {instructions}")], counts: false);
        }

        foreach (var (turn, at) in dialogue.Turns.Select((turn, at) => (turn, at)))
        {
            int[] said = [user, .. Text($" {turn.User}"), assistant];
            int[] reply = turn.Think is null || at < bare ? [.. Text(turn.Answer), end] : [think, .. Text($" {turn.Think}"), endThink, .. Text($" {turn.Answer}"), end];
            if (tokens.Count + said.Length + reply.Length > longest)
            {
                break;
            }

            Add(said, counts: false);
            Add(reply, counts: at >= bare);
        }

        return new TrainingExample([.. tokens], [.. learned]);

        void Add(int[] ids, bool counts)
        {
            tokens.AddRange(ids);
            learned.AddRange(Enumerable.Repeat(counts, ids.Length));
        }
    }

    private int[] Text(string text) => tokenizer.Encode(text, parseSpecial: false);

    private int Id(string spelling) => tokenizer.SpecialToken(spelling) ?? throw new ArgumentException($"The tokenizer has no token '{spelling}'; train the built-in one: reasoning-train tokenizer.");
}
