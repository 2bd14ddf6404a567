using System.Runtime.InteropServices;

namespace Signalbox.Engine.Logs.Search;

/// <summary>A stretch of a line.</summary>
/// <param name="Start">First character, from 0.</param>
/// <param name="Length">Characters; 0 where a regular expression matched nothing.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LogRange(int Start, int Length);
