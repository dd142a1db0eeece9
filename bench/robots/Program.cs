using System.Globalization;
using Ecom389.Monitor.Bench.Robots;

// bench-robots FOLDER [MORE.jsonl…]   the public suites and real files of FOLDER (../shared/data/real/robots), other suites' cases as
// rows {robotsTxt,userAgent,url,allowed}, and how time grows with size. Exit 1 when a case of the folder is judged otherwise, a real
// file takes over 100 ms, or a slope is above 1.15.
if (args.Length == 0 || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("bench-robots FOLDER [MORE.jsonl ...]");
    return 2;
}

var held = true;
Console.WriteLine("| suite | cases | judged alike |");
Console.WriteLine("| --- | --- | --- |");
foreach (var file in Directory.EnumerateFiles(args[0], "*.jsonl").Order(StringComparer.Ordinal)) held &= Suite(file);
foreach (var file in args[1..]) Suite(file);

var real = RealFiles.Read(Path.Combine(args[0], "real-robots.jsonl.gz"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{real.Files} real files parsed and asked, {real.Bytes / 1e6:F2} MB; slowest {real.Slowest.TotalMilliseconds:F1} ms ({real.SlowestBytes:N0} bytes)"));
held &= real.Slowest < TimeSpan.FromMilliseconds(100);

Console.WriteLine("\n| what grows | sizes | time at each, µs | slope |");
Console.WriteLine("| --- | --- | --- | --- |");
foreach (var growth in Growth.All)
{
    var (sizes, times, slope) = growth.Measure();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {growth.Name} | {string.Join(' ', sizes)} | {string.Join(' ', times.Select(time => time.ToString("F0", CultureInfo.InvariantCulture)))} | {slope:F2} |"));
    held &= slope <= 1.15;
}

return held ? 0 : 1;

static bool Suite(string file)
{
    var (cases, wrong) = Cases.Judge(file);
    Console.WriteLine($"| {Path.GetFileNameWithoutExtension(file)} | {cases} | {cases - wrong.Count} |");
    foreach (var line in wrong) Console.Error.WriteLine(line);
    return wrong.Count == 0;
}
