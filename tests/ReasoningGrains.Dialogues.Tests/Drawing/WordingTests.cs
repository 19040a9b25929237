using System.Reflection;
using System.Runtime.CompilerServices;
using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Facts;

namespace ReasoningGrains.Dialogues.Tests.Drawing;

public class WordingTests
{
    [Fact]
    public void Each_way_of_saying_belongs_to_one_split_and_both_have_some()
    {
        var wordings = All().ToList();
        Assert.True(wordings.Count > 100);
        Assert.All(wordings, wording =>
        {
            var (training, evaluation) = (wording.All(Split.Training).ToHashSet(), wording.All(Split.Evaluation).ToHashSet());
            Assert.NotEmpty(training);
            Assert.NotEmpty(evaluation);
            Assert.Empty(training.Intersect(evaluation));
        });
    }

    [Fact]
    public void What_people_say_most_is_trained_and_no_body_is_rare()
    {
        foreach (var wording in All())
        {
            var all = wording.All(Split.Training).Concat(wording.All(Split.Evaluation)).ToList();
            // An opener before it makes another of them, and nothing stands before it.
            var bodies = all.Where(text => all.Any(other => IsEnd(text, other)) && !all.Any(other => IsEnd(other, text))).ToList();
            var random = new Random(1);
            var drawn = Enumerable.Range(0, 300 * bodies.Count).Select(_ => wording.Draw(random, Split.Training)).ToList();
            Assert.All(bodies, body =>
            {
                Assert.Contains(body, wording.All(Split.Training));
                Assert.InRange(drawn.Count(text => text == body), 60, int.MaxValue);
            });
        }
    }

    private static bool IsEnd(string end, string text) => text.Length > end.Length && text.EndsWith(end, StringComparison.Ordinal);

    private static IEnumerable<Wording> All()
    {
        var properties = PersonFacts.All.Concat(OwnFacts.All).Append(PersonFacts.Place).Concat([ThingFacts.Code, ThingFacts.Password, ThingFacts.Price, ThingFacts.Place]);
        var declared = typeof(Wording).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Where(field => !field.IsLiteral && !field.DeclaringType!.ContainsGenericParameters)
            .Select(field => field.GetValue(null))
            .SelectMany(Within);
        return declared.Concat(properties.SelectMany(property => new[] { property.Telling, property.Asking })).Distinct();
    }

    private static IEnumerable<Wording> Within(object? value) => value switch
    {
        Wording wording => [wording],
        ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(at => Within(tuple[at])),
        Array array => array.Cast<object?>().SelectMany(Within),
        Property property => [property.Telling, property.Asking],
        _ => [],
    };
}
