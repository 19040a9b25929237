using System.CommandLine;
using ReasoningGrains.Bench;
using ReasoningGrains.Bench.Questions;

var model = new Option<string>("--model") { Description = "A GGUF file.", Required = true };
var peer = new Option<string>("--peer") { Description = "Folder with bench.mjs and its node_modules.", Required = true };
var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 2 };
var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
var save = new Option<string?>("--save") { Description = "Folder for the JSON, e.g. bench/results." };

var root = new RootCommand("Answers one question about speed: a table and JSON of ratios measured in one run.")
{
    Compare("decode", "Time of a token at contexts of 128, 1024 and 8000, against llama.cpp.", "128,1024,8000", "", ""),
    Compare("prefill", "Time of a prompt of 512 tokens, against llama.cpp.", "", "512", ""),
    Compare("batch", "Time of a step of 8 sequences at context 128, against llama.cpp.", "", "", "8x128"),
};
var overhead = new Command("overhead", "Service time of a turn with a model that costs nothing, and a thousand conversations at once.") { model, save };
overhead.SetAction(async parsed =>
{
    var report = await Overhead.Run(parsed.GetValue(model)!);
    Console.WriteLine(report);
    if (parsed.GetValue(save) is { } folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "overhead.json"), System.Text.Json.JsonSerializer.Serialize(report, ReportJson.Default.OverheadReport) + "\n");
    }
});
root.Add(overhead);
return await root.Parse(args).InvokeAsync();

Command Compare(string question, string description, string contexts, string prefill, string batch)
{
    var command = new Command(question, description) { model, peer, threads, rounds, save };
    command.SetAction(async parsed =>
    {
        var report = await PeerComparison.Run(question, parsed.GetValue(model)!, parsed.GetValue(peer)!, parsed.GetValue(threads), parsed.GetValue(rounds), contexts, prefill, batch);
        report.Print();
        if (parsed.GetValue(save) is { } folder)
        {
            report.Save(folder);
        }
    });
    return command;
}
