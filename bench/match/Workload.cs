using System.Globalization;

namespace Ecom389.Monitor.Bench.Match;

/// <summary>Texts, phrases and expressions as the generator beside the repository writes them.</summary>
internal sealed record Workload(string[] Texts, string[] Phrases, (string Literal, string Pattern)[] Expressions)
{
    public static Workload Read(string folder) => new(
        File.ReadAllLines(Path.Combine(folder, "texts.txt")),
        File.ReadAllLines(Path.Combine(folder, "phrases.txt")),
        [.. File.ReadAllLines(Path.Combine(folder, "regexes.tsv")).Select(static line => line.Split('\t', 2)).Select(static pair => (pair[0], pair[1]))]);

    /// <summary>Runs the generator (gen_match.py, Python 3) in a folder of its own and reads what it wrote.</summary>
    /// <param name="generators">Folder with gen_match.py and gen.py.</param>
    /// <exception cref="InvalidOperationException">The generator failed.</exception>
    public static Workload Generate(string generators)
    {
        var work = Directory.CreateTempSubdirectory("match-");
        try
        {
            foreach (var file in Directory.EnumerateFiles(generators, "gen*.py")) File.Copy(file, Path.Combine(work.FullName, Path.GetFileName(file)));
            using var python = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("python3", ["gen_match.py"]) { WorkingDirectory = work.FullName, RedirectStandardOutput = true, UseShellExecute = false })
                ?? throw new InvalidOperationException("python3 did not start.");
            python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            if (python.ExitCode != 0) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"gen_match.py ended with {python.ExitCode}."));
            return Read(Path.Combine(work.FullName, "match"));
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }
}
