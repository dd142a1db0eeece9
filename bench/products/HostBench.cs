using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Domains;

namespace Ecom389.Monitor.Bench.Products;

/// <summary>One labelled host: whom it imitates, or null.</summary>
internal sealed record LabelledHost(string Half, string Host, string? Imitates);

/// <summary>Precision and recall of look-alike hosts; right means the very organisation.</summary>
internal static class HostBench
{
    public static int Run(LookalikeDomains domains, string file, string[] args)
    {
        var rows = File.ReadLines(file).Select(static line => JsonSerializer.Deserialize<LabelledHost>(line, JsonContract.Compact)!).ToArray();
        Console.WriteLine($"{domains.All.Count} organisations");
        Console.WriteLine("half       hosts  imitating  answered  right  precision [95 %]          recall [95 %]");
        foreach (var half in rows.GroupBy(static row => row.Half))
        {
            int answered = 0, right = 0;
            foreach (var row in half)
            {
                var found = domains.Compare(row.Host);
                var answer = found?.Organisation.Id;
                if (answer is not null) answered++;
                if (answer is not null && answer == row.Imitates) right++;
                if (args.Contains("--errors") && answer != row.Imitates) Console.WriteLine($"  {row.Host}: want {row.Imitates ?? "-"}, got {answer ?? "-"} {found?.Trick}");
            }
            var positive = half.Count(static row => row.Imitates is not null);
            Console.WriteLine($"{half.Key,-9}  {half.Count(),5}  {positive,9}  {answered,8}  {right,5}  {(double)right / Math.Max(1, answered):0.000} {TitleBench.Interval(right, answered)}  {(double)right / Math.Max(1, positive):0.000} {TitleBench.Interval(right, positive)}");
        }
        return 0;
    }
}
