using System.Globalization;
using System.Text.RegularExpressions;
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
        var room = asked is [var one] ? world.People[one] : world.Entered.FirstOrDefault(place => Regex.IsMatch(beat.Said, $@"\b{place}\b"));
        string[] there = [.. world.People.Where(person => person.Value == room && !asked.Contains(person.Key)).Select(person => person.Key)];
        if (room is null)
        {
            Assert.Equal("I do not know.", beat.Answer);
        }
        else if (beat.Answer.StartsWith("There", StringComparison.Ordinal))
        {
            Assert.Contains($" {there.Length} ", beat.Answer, StringComparison.Ordinal);
        }
        else if (there.Length == 0)
        {
            Assert.StartsWith("Nobody", beat.Answer, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(there.Order(StringComparer.Ordinal), world.People.Keys.Except(asked).Where(Words(beat.Answer).Contains).Order(StringComparer.Ordinal));
        }
    });

    [Theory]
    [InlineData("place")]
    [InlineData("two-hop")]
    [InlineData("same-room")]
    public void Notes_say_who_is_now_in_the_room_that_was_entered_and_in_the_one_that_was_left(string task) => Threads.Check(task, thread =>
    {
        var world = new PlaceWorld();
        foreach (var beat in thread.Where(beat => !beat.Asks))
        {
            var before = world.People.ToDictionary();
            Assert.True(world.Hear(beat.Said), beat.Said);
            foreach (var (person, room) in world.People.Where(after => before.GetValueOrDefault(after.Key) != after.Value))
            {
                Assert.Equal(In(world, room), Roster(beat, room));
                if (before.TryGetValue(person, out var left))
                {
                    Assert.Contains($"{person} left {left};", beat.Answer, StringComparison.Ordinal);
                    Assert.Equal(In(world, left), Roster(beat, left));
                }
            }
        }
    });

    private static string[] In(PlaceWorld world, string room) => [.. world.People.Where(person => person.Value == room).Select(person => person.Key).Order(StringComparer.Ordinal)];

    private static string[] Roster(Beat beat, string room)
    {
        var roster = Regex.Match(beat.Answer, $@"in {room} \(\d+\): ([^;.]+)").Groups[1].Value;
        if (roster == "nobody")
        {
            return [];
        }

        var names = roster.Split(", ");
        Assert.Equal(names.Length - 1, int.Parse(names[0], CultureInfo.InvariantCulture));
        return [.. names[1..].Order(StringComparer.Ordinal)];
    }

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
