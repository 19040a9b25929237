using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Words;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>A list that is added to, crossed out from, read and counted.</summary>
internal sealed class ListTask : IDialogueTask
{
    private const double BiddingShare = 0.75;
    private static readonly string[] Kinds = ["the list", "the shopping list", "my list", "the packing list", "my shopping list", "the todo list"];
    private static readonly Wording Adding = Wording.Bidding("put {i} on {l}", "add {i} to {l}", "write {i} on {l}", "note {i} on {l}");
    private static readonly Wording Needing = Wording.Telling("{i} should go on {l}", "we need {i} on {l}", "I want {i} on {l}");
    private static readonly Wording Removing = Wording.Bidding("remove {i} from {l}", "take {i} off {l}", "cross out {i} on {l}", "delete {i} from {l}");
    private static readonly Wording Dropping = Wording.Telling("{i} can go off {l}", "we do not need {i} on {l} any more");
    private static readonly Wording Reading = Wording.Asking("what is on {l}", "what's on {l}", "read {l} to me.", "show me {l}.");
    private static readonly Wording Counting = Wording.Asking("how many things are on {l}", "how many items are on {l}", "count the things on {l}.", "how long is {l}");

    public string Name => "list";

    public double Weight(double progress) => 1.2;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        var kind = draw.Pick(Kinds);
        if (!draw.Take("list"))
        {
            yield break;
        }

        var items = new List<string>();
        for (var left = draw.Harder(3, 6); left > 0; left--)
        {
            if (items.Count > 1 && draw.Chance(0.25))
            {
                var gone = draw.Pick(items);
                var before = State(kind, items);
                items.Remove(gone);
                yield return new Beat(Name, draw.Say(draw.Chance(BiddingShare) ? Removing : Dropping, ("{i}", gone), ("{l}", kind)), $"{before}. Without {gone}.", $"Noted: {State(kind, items)}.");
                continue;
            }

            var item = draw.Pick([.. Groceries.All.Except(items)]);
            var think = items.Count == 0 ? null : $"{State(kind, items)}. And {item}.";
            items.Add(item);
            yield return new Beat(Name, draw.Say(draw.Chance(BiddingShare) ? Adding : Needing, ("{i}", item), ("{l}", kind)), think, $"Noted: {State(kind, items)}.");
            if (draw.Chance(0.2))
            {
                yield return Count(draw, kind, items);
            }
        }

        yield return draw.Chance(0.5) ? Read(draw, kind, items) : Count(draw, kind, items);
    }

    private Beat Read(Draw draw, string kind, List<string> items) => Beat.Ask(Name, draw.Say(Reading, ("{l}", kind)), $"{State(kind, items)}.", $"{draw.Style.Sentence(State(kind, items))}.");

    private Beat Count(Draw draw, string kind, List<string> items) =>
        Beat.Ask(Name, draw.Say(Counting, ("{l}", kind)), $"on {Yours(kind)}: {string.Join(", ", items.Select((item, at) => $"{item} {at + 1}"))}.", $"There {(items.Count == 1 ? "is 1 thing" : $"are {items.Count} things")} on {Yours(kind)}.");

    private static string State(string kind, List<string> items) => $"on {Yours(kind)}: {string.Join(", ", items)}";

    private static string Yours(string kind) => kind.StartsWith("my ", StringComparison.Ordinal) ? $"your {kind[3..]}" : kind;
}
