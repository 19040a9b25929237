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
