using System.CommandLine;
using System.ComponentModel;
using System.Text.Json;
using ReasoningGrains.Bench;
using ReasoningGrains.Bench.Questions;
using ReasoningGrains.Bench.Questions.Far;
using ReasoningGrains.Bench.Questions.FirstAnswer;
using ReasoningGrains.Bench.Questions.Memory;
using ReasoningGrains.Bench.Questions.Reasoning;
using ReasoningGrains.Bench.Questions.Turns;
using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Models;
using ReasoningGrains.Models.Hub;

var model = new Option<string>("--model") { Description = "A GGUF file, or the name of a pulled model.", Required = true };
var peer = new Option<string>("--peer") { Description = "Folder with bench.mjs and its node_modules.", Required = true };
var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 2 };
var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
var save = new Option<string?>("--save") { Description = "Folder for the JSON, e.g. bench/results." };

var root = new RootCommand("""
    Answers one question about speed, memory or reasoning: a table and JSON of what one run measured.

    Examples (of reasoning bench, or of this program):
      decode --model model.gguf --peer shared/peers/llama-cpp
      batch --model model.gguf --peer shared/peers/llama-cpp --rounds 5 --save bench/results
      overhead --model model.gguf
      routed --model model.gguf --peer shared/peers/llama-cpp
      memory --model model.gguf --cases shared/eval/memory.json --profile balanced --alpha 0,0.6
      reasoning --model models/built-in --length 300,20000 --count 20
      far --model model.gguf --cases shared/eval/memory.json --lengths 6000,80000
      turns --model model.gguf --turns 1000
      first-answer --save bench/results
    """)
{
    Compare("decode", "Time of a token at contexts of 128, 1024 and 8000, against llama.cpp.", "128,1024,8000", "", ""),
    Compare("prefill", "Time of a prompt of 512 tokens, against llama.cpp.", "", "512", ""),
    Compare("batch", "Time of a step of 8 sequences at context 128, against llama.cpp.", "", "", "8x128"),
};
var overhead = new Command("overhead", Described("Service time of a turn with a model that costs nothing, and a thousand conversations at once.", "overhead --model model.gguf --save bench/results")) { model, save };
overhead.SetAction(async parsed => Show(parsed, await Overhead.Run(Resolved(parsed))));
root.Add(overhead);
var routed = new Command("routed", Described("Time of a token at context 8000 in each profile, against llama.cpp that attends everything.", "routed --model model.gguf --peer shared/peers/llama-cpp --rounds 3")) { model, peer, threads, rounds, save };
routed.SetAction(async parsed => Show(parsed, await Routed.Run(Resolved(parsed), parsed.GetValue(peer)!, parsed.GetValue(threads), parsed.GetValue(rounds))));
root.Add(routed);
var gpu = new Command("gpu", Described("Times with matrix products on an NVIDIA GPU, against those on the processor; in a build with -p:Accelerator=cuda.", "gpu --model model.gguf --threads 8 --rounds 3")) { model, threads, rounds, save };
gpu.SetAction(async parsed => Show(parsed, await OnGpu.Run(Resolved(parsed), parsed.GetValue(threads), parsed.GetValue(rounds))));
root.Add(gpu);
var memory = MemoryCommand.Create(Described("How much of what memory gains is kept, for each profile, α and budget.", "memory --model model.gguf --cases shared/eval/memory.json --profile balanced,low-latency --alpha 0,0.6"), threads, model, save);
memory.SetAction(async parsed => Show(parsed, await MemoryKept.Run(Resolved(parsed), MemoryCommand.Settings(parsed, threads))));
root.Add(memory);
var far = FarCommand.Create(Described("Whether a note is still quoted, and codes told all along are found, when the conversation has gone far beyond the model's window.", "far --model model.gguf --cases shared/eval/memory.json --lengths 6000,80000"), threads, model, save);
far.SetAction(async parsed => Show(parsed, await FarCommand.Run(parsed, Resolved(parsed), threads)));
root.Add(far);
var reasoning = ReasoningCommand.Create(Described("How often held-out questions of the built-in model's tasks are answered exactly, for each profile and length of the conversation, and what several voting chains add.", "reasoning --model models/built-in --profile exact --length 300 --count 20 --chains 1,2,4,8"), threads, model, save);
reasoning.SetAction(async parsed => Show(parsed, await ReasoningAccuracy.Run(Resolved(parsed), ReasoningCommand.Settings(parsed, threads))));
root.Add(reasoning);
var turns = new Option<int>("--turns") { Description = $"At least {TurnWindow.FewestTurns}.", DefaultValueFactory = _ => 1000 };
turns.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < TurnWindow.FewestTurns)
    {
        result.AddError($"--turns is below {TurnWindow.FewestTurns}: the last {TurnWindow.Turns} would not be later than those of a new conversation.");
    }
});
var tokens = new Option<int>("--tokens") { Description = "Of a turn: half in the user's message, half generated.", DefaultValueFactory = _ => 100 };
var profile = new Option<string>("--profile") { Description = "Of attention.", DefaultValueFactory = _ => "balanced" };
profile.AcceptOnlyFromAmong([.. Profiles.Names]);
var conversation = new Command("turns", Described("Time of a turn late in one long conversation by that of an early one.", "turns --model model.gguf --turns 1000 --tokens 100")) { model, profile, turns, tokens, threads, save };
conversation.SetAction(async parsed => Show(parsed, await LongConversation.Run(Resolved(parsed), parsed.GetValue(profile)!, parsed.GetValue(turns), parsed.GetValue(tokens), parsed.GetValue(threads))));
root.Add(conversation);
var firstAnswer = FirstAnswerCommand.Create(Described("Time from the start of the server process to its first whole answer.", "first-answer --rounds 5 --save bench/results"), save);
firstAnswer.SetAction(async parsed => Show(parsed, await FirstAnswerCommand.Run(parsed, Stored)));
root.Add(firstAnswer);
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is ArgumentException or IOException or InvalidOperationException or NotSupportedException or UnauthorizedAccessException or ModelFormatException or EngineFaultException
    or JsonException or Win32Exception or HttpRequestException or OperationCanceledException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

Command Compare(string question, string description, string contexts, string prefill, string batch)
{
    var command = new Command(question, Described(description, $"{question} --model model.gguf --peer shared/peers/llama-cpp --threads 2 --rounds 3")) { model, peer, threads, rounds, save };
    command.SetAction(async parsed => Show(parsed, await PeerComparison.Run(question, Resolved(parsed), parsed.GetValue(peer)!, parsed.GetValue(threads), parsed.GetValue(rounds), contexts, prefill, batch)));
    return command;
}

string Described(string description, string example) => $"{description}\n\nExample:\n  reasoning bench {example}";

string Resolved(ParseResult parsed) => Stored(parsed.GetValue(model)!);

string Stored(string named) => new ModelStore(Environment.GetEnvironmentVariable("Models__Directory") is { Length: > 0 } folder ? folder : ModelStore.DefaultFolder).Resolve(named);

void Show(ParseResult parsed, Report report)
{
    report.Print();
    if (parsed.GetValue(save) is { } folder)
    {
        report.Save(folder);
    }
}
