using System.Runtime.InteropServices;

namespace Signalbox.Engine.Workflows;

/// <summary>A place in a text: line and column from 1, columns in UTF-16 units as editors count them.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextPosition(int Line, int Column);
