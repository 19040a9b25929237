using ReasoningGrains.Dialogues.Drawing;
using ReasoningGrains.Dialogues.Tests.Worlds;

namespace ReasoningGrains.Dialogues.Tests.Tasks;

public class PlaceAnswersTests
{
    [Fact]
    public void People_are_where_they_went_last() => Follow("place", (world, beat) =>
    {
        var person = Named(world.People.Keys, beat);
        Threads.Same($"{person} is in {world.People[person]}.", beat);
    });

    [Fact]
    public void Things_are_with_whom_they_were_given_to_last() => Follow("owner", (world, beat) =>
    {
        var thing = Named(world.Holders.Keys, beat);
        var holder = world.Holders[thing];
        Threads.Same(holder == "lost" ? $"{thing} is lost." : holder.Contains(' ', StringComparison.Ordinal) ? $"{thing} is in {holder}." : $"{thing} is with {holder}.", beat);
    });

    [Fact]
    public void Things_are_where_their_holders_are() => Follow("two-hop", (world, beat) =>
    {
        var thing = Named(world.Holders.Keys, beat);
        var holder = world.Holders[thing];
        Threads.Same(world.People.TryGetValue(holder, out var place) ? $"{thing} is in {place}." : $"{thing} is with {holder}, but I do not know where {holder} is.", beat);
    });

    [Fact]
    public void Companions_are_all_who_are_in_the_same_place() => Follow("same-room", (world, beat) =>
    {
        var asked = world.People.Keys.Where(person => Words(beat.Said).Contains(person)).ToArray();
        var room = asked is [var one] ? world.People[one] : world.People.Values.FirstOrDefault(place => $"{beat.Said} ".Contains($"{place} ", StringComparison.Ordinal) || beat.Said.Contains($"{place}.", StringComparison.Ordinal));
        var there = world.People.Where(person => person.Value == room && !asked.Contains(person.Key)).Select(person => person.Key).ToArray();
        Assert.All(there, person => Assert.True(beat.Answer.Contains(person, StringComparison.Ordinal) || beat.Answer.StartsWith("There", StringComparison.Ordinal)));
        Assert.DoesNotContain(world.People.Keys.Except(there).Except(asked), person => Words(beat.Answer).Contains(person));
        if (beat.Answer.StartsWith("There", StringComparison.Ordinal))
        {
            Assert.Contains($" {there.Length} ", beat.Answer, StringComparison.Ordinal);
        }
        else if (there.Length == 0)
        {
            Assert.Matches("^(Nobody|I do not know)", beat.Answer);
        }
    });

    private static void Follow(string task, Action<PlaceWorld, Beat> check) => Threads.Check(task, thread =>
    {
        var world = new PlaceWorld();
        foreach (var beat in thread)
        {
            if (beat.Asks)
            {
                check(world, beat);
            }
            else
            {
                Assert.True(world.Hear(beat.Said), beat.Said);
            }
        }
    });

    private static string Named(IEnumerable<string> names, Beat beat) => names.OrderByDescending(name => name.Length).First(name => beat.Said.Contains(name, StringComparison.Ordinal));

    private static string[] Words(string text) => text.Split([' ', '.', ',', '\''], StringSplitOptions.RemoveEmptyEntries);
}
