using System.Diagnostics;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Bench.Match;
using Ecom389.Monitor.Detection.Matching;
using Ecom389.Monitor.Text;

// Matching speed on one core, from 200 to 5,000 rules: phrases and regular expressions gated by literals, ids and offsets reported.
// usage: FOLDER [rounds], a folder with texts.txt, phrases.txt, regexes.tsv (literal TAB expression), or one with gen_match.py,
// which is then run in a temporary folder
if (args.Length < 1)
{
    await Console.Error.WriteLineAsync("usage: FOLDER [rounds]");
    return 2;
}
var workload = File.Exists(Path.Combine(args[0], "gen_match.py")) ? Workload.Generate(args[0]) : Workload.Read(args[0]);
var (texts, phrases, regexes) = workload;
var rounds = args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 5;
var lower = Array.ConvertAll(texts, static text => text.ToLowerInvariant());
Console.WriteLine($"{texts.Length} texts, {lower.Average(static text => text.Length):0} characters on average");

Console.WriteLine("  rules  phrases  regexes   states  literals/s  with regexes/s      hits  regex hits");
foreach (var (phraseCount, regexCount) in ((int, int)[])[(180, 20), (900, 100), (2000, 200), (4800, 200)])
{
    var builder = new PhraseAutomatonBuilder();
    for (var p = 0; p < phraseCount; p++)
    {
        // Beyond the list, phrases are made of neighbours in it: as long, as rare, of the same words.
        var phrase = p < phrases.Length ? phrases[p] : phrases[p % phrases.Length] + " " + phrases[(p * 7 + 1) % phrases.Length];
        builder.AddPhrase(phrase);
    }
    var expressions = regexes.Take(regexCount).Select(pair => (Gate: builder.AddLiteral(pair.Literal), Regex: new Regex(pair.Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant))).ToArray();
    var automaton = builder.Build();
    var gates = new Regex?[automaton.PatternCount];
    foreach (var (gate, regex) in expressions) gates[gate] = regex;
    var hits = new List<PhraseHit>();
    var literals = Best(() =>
    {
        long count = 0;
        foreach (var text in lower)
        {
            hits.Clear();
            automaton.Scan(text, hits);
            count += hits.Count;
        }
        return count;
    });
    long regexHits = 0;
    var withRegexes = Best(() =>
    {
        regexHits = 0;
        var done = new int[gates.Length];
        for (var t = 0; t < lower.Length; t++)
        {
            var text = lower[t];
            hits.Clear();
            automaton.Scan(text, hits);
            foreach (var hit in hits)
            {
                if (gates[hit.Pattern] is not { } regex || done[hit.Pattern] == t + 1) continue;
                done[hit.Pattern] = t + 1;
                foreach (var _ in regex.EnumerateMatches(text)) regexHits++;
            }
        }
        return regexHits;
    });
    Console.WriteLine($"{phraseCount + expressions.Length,7}  {phraseCount,7}  {expressions.Length,7}  {automaton.StateCount,7}  {texts.Length / literals.Seconds,10:0}  {texts.Length / withRegexes.Seconds,14:0}  {literals.Count,8}  {regexHits,10}");
}
var normalise = Best(() => texts.Sum(static text => (long)Normaliser.Normalise(text).Value.Length));
var bytes = texts.Sum(static text => (long)System.Text.Encoding.UTF8.GetByteCount(text));
Console.WriteLine($"normaliser {bytes / 1e6 / normalise.Seconds:0.0} MB/s of UTF-8");
return 0;

(double Seconds, long Count) Best(Func<long> run)
{
    var best = double.MaxValue;
    long count = 0;
    for (var round = 0; round < rounds; round++)
    {
        // Processor time, not wall time: the machine is shared.
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        count = run();
        best = Math.Min(best, (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
    }
    return (best, count);
}
