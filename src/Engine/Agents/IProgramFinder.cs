namespace Signalbox.Engine.Agents;

/// <summary>Looks for programs where the processes of agents find them (design/agents.md, Registry and health).</summary>
public interface IProgramFinder
{
    /// <summary>Absolute path of a program on the server's PATH, or of the one at an absolute path; null when there is none that can be executed.</summary>
    string? FindProgram(string program);
}
