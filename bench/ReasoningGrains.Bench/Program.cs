using System.CommandLine;
using ReasoningGrains.Bench;
using ReasoningGrains.Bench.Questions;
using ReasoningGrains.Models.Hub;

var model = new Option<string>("--model") { Description = "A GGUF file, or the name of a pulled model.", Required = true };
var peer = new Option<string>("--peer") { Description = "Folder with bench.mjs and its node_modules.", Required = true };
var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 2 };
var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
var save = new Option<string?>("--save") { Description = "Folder for the JSON, e.g. bench/results." };

var root = new RootCommand("""
    Answers one question about speed: a table and JSON of ratios measured in one run.

    Examples (of reasoning bench, or of this program):
      decode --model model.gguf --peer shared/peers/llama-cpp
      batch --model model.gguf --peer shared/peers/llama-cpp --rounds 5 --save bench/results
      overhead --model model.gguf
    """)
{
    Compare("decode", "Time of a token at contexts of 128, 1024 and 8000, against llama.cpp.", "128,1024,8000", "", ""),
    Compare("prefill", "Time of a prompt of 512 tokens, against llama.cpp.", "", "512", ""),
    Compare("batch", "Time of a step of 8 sequences at context 128, against llama.cpp.", "", "", "8x128"),
};
var overhead = new Command("overhead", Described("Service time of a turn with a model that costs nothing, and a thousand conversations at once.", "overhead --model model.gguf --save bench/results")) { model, save };
overhead.SetAction(async parsed => Show(parsed, await Overhead.Run(Resolved(parsed))));
root.Add(overhead);
return await root.Parse(args).InvokeAsync();

Command Compare(string question, string description, string contexts, string prefill, string batch)
{
    var command = new Command(question, Described(description, $"{question} --model model.gguf --peer shared/peers/llama-cpp --threads 2 --rounds 3")) { model, peer, threads, rounds, save };
    command.SetAction(async parsed => Show(parsed, await PeerComparison.Run(question, Resolved(parsed), parsed.GetValue(peer)!, parsed.GetValue(threads), parsed.GetValue(rounds), contexts, prefill, batch)));
    return command;
}

string Described(string description, string example) => $"{description}\n\nExample:\n  reasoning bench {example}";

string Resolved(ParseResult parsed)
    => new ModelStore(Environment.GetEnvironmentVariable("Models__Directory") is { Length: > 0 } folder ? folder : ModelStore.DefaultFolder).Resolve(parsed.GetValue(model)!);

void Show(ParseResult parsed, Report report)
{
    report.Print();
    if (parsed.GetValue(save) is { } folder)
    {
        report.Save(folder);
    }
}
