using System.Globalization;
using Ecom389.Monitor.Bench.Power;

// bench-power [ROUNDS] [--postgres] [--lies] [--seed N]   power losses at random moments; nonzero when a promise was broken
// bench-power workload FOLDER [STORE]                     what the rounds run, until it is killed
return args switch
{
    ["workload", var data, .. var store] => await new Workload(Workload.At(data, store.FirstOrDefault())).RunAsync(),
    _ => await RunAsync(args),
};

static async Task<int> RunAsync(string[] args)
{
    var postgres = Array.IndexOf(args, "--postgres") >= 0;
    if ((Shim.Missing ?? (postgres ? PostgresUnderPower.Missing : null)) is { } missing)
    {
        await Console.Error.WriteLineAsync(missing);
        return 2;
    }

    var rounds = args.Length > 0 && int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 100;
    var seed = Array.IndexOf(args, "--seed") is >= 0 and var at && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : Environment.TickCount;
    var folder = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"ecom389-power-{Guid.NewGuid():N}");
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rounds} rounds, seed {seed}, {folder}"));
    var clock = System.Diagnostics.Stopwatch.StartNew();
    var losses = new Rounds(folder, seed, lies: Array.IndexOf(args, "--lies") >= 0, postgres);
    var results = await losses.RunAsync(rounds, Tell, CancellationToken.None);
    var broken = results.Count(result => result.Faults.Count > 0);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{results.Count} power losses, {results.Sum(result => result.Promises)} promises, {results.Sum(result => result.Changes)} writes, {broken} rounds with faults, {clock.Elapsed.TotalSeconds:F0} s"));
    if (broken > 0) return 1;
    losses.Dispose();
    return 0;
}

static void Tell(RoundResult result)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Number,4}  {result.Promises,6} promises {result.Changes,7} writes  {result.Chances}: {(result.Faults.Count == 0 ? "all kept" : "BROKEN")}"));
    foreach (var fault in result.Faults.Take(20)) Console.WriteLine("        " + fault);
}
