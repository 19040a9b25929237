using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Facts;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>How many somebody has, after several events. The count is kept as the events are told, so a question at any distance has to find the last one only.</summary>
internal sealed class CountTask : IDialogueTask
{
    private const int Most = 20;

    public string Name => "count";

    public double Weight(double progress) => 1.4 + 0.5 * progress;

    public IEnumerable<Beat> Thread(Draw draw)
    {
        var holdings = Enumerable.Range(0, draw.Harder(1, 2)).Select(_ => Holding.Draw(draw)).ToList();
        if (draw.Chance(0.25))
        {
            yield return Story(draw, holdings[0]);
            yield break;
        }

        foreach (var holding in holdings)
        {
            yield return Beat.Tell(Name, holding.Say(draw, holding.Words.Having, holding.Count), holding.Fact);
        }

        for (var left = draw.Harder(2, 6); left > 0; left--)
        {
            var at = draw.Between(0, holdings.Count - 1);
            var (said, step, after) = Event(draw, holdings[at]);
            var think = $"{holdings[at].Fact}. {step}";
            if (draw.Chance(0.2))
            {
                (var second, step, after) = Event(draw, after);
                (said, think) = ($"{said}. {draw.Style.Sentence(second)}", $"{think} {step}");
            }

            holdings[at] = after;
            yield return new Beat(Name, said, think, Beat.Noted([after.Fact]));
            if (draw.Chance(0.25))
            {
                yield return Ask(draw, after, $"{after.Fact}.");
            }
        }

        foreach (var holding in draw.Shuffled(holdings))
        {
            yield return Ask(draw, holding, $"{holding.Fact}.");
        }
    }

    /// <summary>All in one message.</summary>
    private Beat Story(Draw draw, Holding holding)
    {
        List<string> said = [holding.Say(draw, holding.Words.Having, holding.Count)];
        List<string> thought = [$"{holding.Fact}."];
        for (var left = draw.Harder(1, 3); left > 0; left--)
        {
            (var event_, var step, holding) = Event(draw, holding);
            said.Add(event_);
            thought.Add(step);
        }

        said.Add(holding.Say(draw, holding.Words.HowMany, 0));
        return Ask(draw, holding, string.Join(' ', thought)) with { Said = string.Join(". ", said.Select(draw.Style.Sentence)), Recalls = false };
    }

    private static (string Said, string Step, Holding After) Event(Draw draw, Holding holding)
    {
        var gains = holding.Count == 0 || (holding.Count < Most - 1 && draw.Chance(0.6));
        var change = draw.Between(1, gains ? Math.Min(9, Most - holding.Count) : Math.Min(9, holding.Count));
        var after = holding with { Count = holding.Count + (gains ? change : -change) };
        return (holding.Say(draw, gains ? holding.Words.Gaining : holding.Words.Losing, change), Step(holding.Count, after.Count), after);
    }

    private static string Step(int before, int after) => after >= before ? $"{before}+{after - before}={after}." : $"{before}-{before - after}={after}.";

    private Beat Ask(Draw draw, Holding holding, string think) => Beat.Ask(Name, holding.Say(draw, holding.Words.HowMany, 0), think, $"{draw.Style.Sentence(holding.Fact)}.");
}
