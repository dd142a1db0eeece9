namespace Ecom389.Monitor.Detection.Rules;

/// <summary>Words of a listing that made a condition hold.</summary>
/// <param name="Field">Index into <see cref="ListingView.Fields"/>.</param>
/// <param name="Start">UTF-16 offset into the field's normalised value.</param>
/// <param name="End">One past the last.</param>
public readonly record struct Evidence(int Field, int Start, int End);
