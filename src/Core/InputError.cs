namespace Ecom389.Monitor.Core;

/// <summary>One fault in something a person wrote, placed so that they can mend it.</summary>
/// <param name="File">The file as the user named it; "-" for standard input.</param>
/// <param name="Line">1-based line, or null when the fault is of the whole file.</param>
/// <param name="Field">Where in the record, as <c>sources[2].start[0]</c> or <c>rules[4].phrases</c>, or null.</param>
/// <param name="Message">One sentence for a person: what is wrong and what would be right.</param>
public sealed record InputError(string File, int? Line, string? Field, string Message)
{
    /// <summary>The error as the command line prints it: <c>file:line: field: message</c>.</summary>
    public override string ToString() =>
        string.Concat(File, Line is { } line ? $":{line}" : "", ": ", Field is { Length: > 0 } ? $"{Field}: " : "", Message);
}

/// <summary>Configuration, rules or a model cannot be used. Carries every fault found, not only the first.</summary>
public sealed class InvalidInputException : Exception
{
    public InvalidInputException(IReadOnlyList<InputError> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    public InvalidInputException(InputError error) : this([error]) { }

    public InvalidInputException() : this([]) { }

    public InvalidInputException(string message) : this(new InputError("-", null, null, message)) { }

    public InvalidInputException(string message, Exception innerException) : base(message, innerException) => Errors = [new InputError("-", null, null, message)];

    /// <summary>Every fault, in the order of the file.</summary>
    public IReadOnlyList<InputError> Errors { get; }
}
