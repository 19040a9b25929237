namespace ReasoningGrains.Dialogues.Words;

/// <summary>Given names that people are likely to type.</summary>
internal static class FirstNames
{
    public static IReadOnlyList<string> All { get; } =
    [
        .. """
           Anna Ben Clara Tom Maria Paul Lena Max Nina Oscar Peter Julia David Sarah Laura Simon Emma Felix Lisa Jonas Alice Bob Carol Dave Eve Frank Grace Henry Ivy Jack
           Kate Leo Mia Noah Olivia Piotr Quinn Rosa Sam Tina Uma Victor Wendy Xenia Yara Zoe Adam Bella Carl Diana Erik Fiona George Hanna Ian Jane Kim Linda Mark Nora
           Otto Pia Ralf Stella Theo Ursula Vera Willi Yusuf Zara Ahmed Aisha Akira Amir Andre Anton Arjun Astrid Bruno Carlos Chen Chloe Daniel Dario Elena Elif Emil Fatima
           Hugo Ines Isabel Ivan Jamal James Jing John Jose Karim Klara Kofi Lars Li Lucas Lucia Luis Mali Marco Marta Mary Matteo Mei Michael Milan Mona Nadia Nils Noor Olga
           Omar Pablo Priya Rafael Raj Rita Robert Robin Ruth Sofia Sven Tariq Thomas Tim Vikram William Yuki Zhen Alex Amy Andrew Bianca Boris Brian Cindy Dora Edgar Ella
           Ethan Eva Finn Gina Greta Helen Iris Jakob Jim Joe Judy Karen Ken Kurt Lea Liam Lily Lou Luke Mike Moritz Nick Pam Pete Rachel Rob Rolf Sandra Sue Susan Ted Tony
           """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
    ];
}
