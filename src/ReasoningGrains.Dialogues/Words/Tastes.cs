using ReasoningGrains.Dialogues.Drawing;

namespace ReasoningGrains.Dialogues.Words;

/// <summary>Small sets of values that people have as favourites, jobs or birthdays.</summary>
internal static class Tastes
{
    private static readonly string[] Colours = ["red", "blue", "green", "yellow", "black", "white", "brown", "pink", "grey", "orange", "purple"];
    private static readonly string[] Drinks = ["tea", "coffee", "milk", "water", "juice", "cocoa", "lemonade", "cider", "soda", "wine", "beer"];
    private static readonly string[] Foods = ["pizza", "rice", "soup", "pasta", "bread", "cheese", "salad", "fish", "curry", "cake", "sushi", "noodles", "potatoes", "pancakes"];
    private static readonly string[] Animals = ["cat", "dog", "horse", "owl", "fox", "bear", "whale", "wolf", "tiger", "goat", "frog", "eagle", "rabbit", "dolphin"];
    private static readonly string[] Jobs = ["baker", "nurse", "teacher", "pilot", "farmer", "doctor", "cook", "painter", "singer", "driver", "judge", "lawyer", "gardener", "plumber", "writer", "sailor", "dentist", "miner"];
    private static readonly string[] Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    private static readonly string[] Sports = ["tennis", "football", "chess", "golf", "rugby", "hockey", "swimming", "running", "boxing", "rowing", "climbing"];

    public static string Colour(Draw draw) => draw.Pick(Colours);

    public static string Drink(Draw draw) => draw.Pick(Drinks);

    public static string Food(Draw draw) => draw.Pick(Foods);

    public static string Animal(Draw draw) => draw.Pick(Animals);

    public static string Job(Draw draw) => draw.Pick(Jobs);

    public static string Sport(Draw draw) => draw.Pick(Sports);

    public static string Month(Draw draw) => draw.Style.Case(draw.Pick(Months));

    public static string Day(Draw draw) => draw.Style.Case(draw.Pick(Days));
}
