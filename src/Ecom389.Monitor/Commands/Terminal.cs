using System.Text;
using Spectre.Console;

namespace Ecom389.Monitor.Commands;

/// <summary>
/// Where commands write: data to standard output, everything else to standard error. On a terminal both are coloured; piped
/// they are plain.
/// </summary>
internal sealed class Terminal
{
    public Terminal(TextWriter output, TextWriter error, bool outputIsTerminal, bool errorIsTerminal)
    {
        Output = output;
        Error = error;
        Data = Make(output, outputIsTerminal);
        Notes = Make(error, errorIsTerminal);
        OutputIsTerminal = outputIsTerminal;
        ErrorIsTerminal = errorIsTerminal;
    }

    /// <summary>The process's own streams, UTF-8 without byte-order mark.</summary>
    public static Terminal OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = new StreamWriter(Console.OpenStandardOutput(), utf8, 1 << 16) { AutoFlush = false, NewLine = "\n" };
        var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true, NewLine = "\n" };
        return new(output, error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);
    }

    /// <summary>Raw standard output, for JSON lines. Flushed when the command ends.</summary>
    public TextWriter Output { get; }

    /// <summary>Raw standard error, for sentences.</summary>
    public TextWriter Error { get; }

    /// <summary>Standard output for tables.</summary>
    public IAnsiConsole Data { get; }

    /// <summary>Standard error for progress.</summary>
    public IAnsiConsole Notes { get; }

    public bool OutputIsTerminal { get; }

    public bool ErrorIsTerminal { get; }

    private static IAnsiConsole Make(TextWriter writer, bool terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        // A pipe has no width: tables are given room instead of being wrapped at 80 columns.
        if (!terminal) console.Profile.Width = 160;
        return console;
    }
}
