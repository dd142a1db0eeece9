namespace Ecom389.Monitor.Operations.Checks;

/// <summary>How serious it is.</summary>
internal enum CheckLevel
{
    Ok,

    /// <summary>Works, and somebody should look.</summary>
    Note,

    /// <summary>Missing: the doctor's exit code is 1.</summary>
    Missing,
}

/// <summary>What a check found.</summary>
/// <param name="Message">The remedy, or a fact worth showing; may be empty when all is well.</param>
internal sealed record CheckResult(CheckLevel Level, string Message)
{
    public static CheckResult Ok(string message = "") => new(CheckLevel.Ok, message);

    public static CheckResult Note(string message) => new(CheckLevel.Note, message);

    public static CheckResult Missing(string remedy) => new(CheckLevel.Missing, remedy);
}

/// <summary>One thing that must be in order.</summary>
/// <param name="Name">What, in both languages.</param>
/// <param name="Run">Looks; faults it throws are shown as missing with their message.</param>
internal sealed record DoctorCheck(string Name, Func<CancellationToken, Task<CheckResult>> Run);
