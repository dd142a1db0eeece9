namespace Ecom389.Monitor.Detection.Matching;

/// <summary>A phrase found in a text.</summary>
/// <param name="Pattern">Which pattern of the automaton.</param>
/// <param name="Start">First UTF-16 code unit in the scanned text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Word">Number of the first word of the hit, counted from 0 in the text.</param>
/// <param name="LastWord">Number of the last word of the hit.</param>
/// <param name="Sentence">Number of the sentence; a phrase never crosses from one into the next.</param>
public readonly record struct PhraseHit(int Pattern, int Start, int End, int Word, int LastWord, int Sentence);
