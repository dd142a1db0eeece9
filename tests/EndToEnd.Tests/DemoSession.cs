using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Ecom389.Monitor.EndToEnd.Tests;

/// <summary>One <c>demo</c> as a newcomer starts it: the sample shops scanned, the queue full, the site open.</summary>
public sealed partial class DemoSession : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    public string Data => Path.Combine(_folder.Path, "demo");

    public string Address { get; private set; } = "";

    public string Password { get; private set; } = "";

    /// <summary>What was printed until the site was open.</summary>
    public string Printed { get; private set; } = "";

    public async Task InitializeAsync()
    {
        _process = Ecom389.Start(["demo", "--data", Data]);
        var errors = _process.StandardError.ReadToEndAsync();
        var printed = new StringBuilder();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            printed.AppendLine(line);
            if (AddressLine().Match(line) is { Success: true } address) Address = address.Groups[1].Value;
            if (PasswordLine().Match(line) is { Success: true } password) Password = password.Groups[1].Value;
            if (line.StartsWith("Dừng", StringComparison.Ordinal)) break;
        }

        Printed = printed.ToString();
        if (Address.Length == 0 || Password.Length == 0) throw new InvalidOperationException($"the demo did not open its site:\n{Printed}\n{(_process.HasExited ? await errors : "")}");
    }

    public Task DisposeAsync()
    {
        _process?.Kill(entireProcessTree: true);
        _process?.WaitForExit();
        _process?.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [GeneratedRegex(@"review site:\s+(http://\S+)")]
    private static partial Regex AddressLine();

    [GeneratedRegex(@"password: ([0-9a-f]+)")]
    private static partial Regex PasswordLine();
}

[CollectionDefinition(Name)]
public sealed class DemoCollection : ICollectionFixture<DemoSession>
{
    public const string Name = "demo";
}
