namespace Signalbox.Unit.Engine.Sessions;

/// <summary>The two examples of spec 4, letter by letter.</summary>
internal static class SpecTexts
{
    /// <summary>1.1 Session Progress.</summary>
    public const string Progress =
        """
        # Claude Progress File
        # Auto-generated - Do not edit manually unless necessary

        ## Session Info
        session_id: abc123
        started: 2026-01-27T10:00:00Z
        last_updated: 2026-01-27T14:30:00Z
        feature: workflow-improvements-2026
        role: backend

        ## Current State
        status: IN_PROGRESS
        current_task: "Implement worktree manager"
        task_id: BE-003

        ## Completed This Session
        - [x] BE-001: Created harness module structure
        - [x] BE-002: Implemented progress_manager.sh

        ## In Progress
        - [ ] BE-003: Implement worktree_manager.sh (60% complete)
          - [x] Created base script
          - [x] Implemented create_worktree()
          - [ ] Implement cleanup_worktree()
          - [ ] Add error handling

        ## Blockers
        None

        ## Notes for Next Session
        - cleanup_worktree() needs to check for uncommitted changes
        - Consider adding force flag for emergencies
        - Test with multiple concurrent worktrees

        ## Files Modified This Session
        - .ai/workflow/harness/progress_manager.sh (created)
        - .ai/workflow/parallel/worktree_manager.sh (in progress)

        ## Key Decisions Made
        - Using git worktree linked mode for efficiency
        - Worktrees stored in .worktrees/ directory

        ## Questions for Human
        None currently

        """;

    /// <summary>1.2 Agent File Format.</summary>
    public const string AgentFile =
        """
        {
          "version": "1.0",
          "agent": {
            "id": "backend-001",
            "role": "backend",
            "created": "2026-01-27T10:00:00Z"
          },
          "memory": {
            "short_term": {
              "current_task": "BE-003",
              "recent_files": [
                ".ai/workflow/parallel/worktree_manager.sh"
              ],
              "recent_decisions": [
                "Use linked worktrees for efficiency"
              ]
            },
            "long_term": {
              "project_patterns": [
                "Scripts use bash with strict mode",
                "Error handling via set -e"
              ],
              "learned_preferences": [
                "Prefer functions over inline code",
                "Always add usage() function"
              ]
            }
          },
          "context": {
            "feature": "workflow-improvements-2026",
            "workspace": ".ai/project/features/workflow-improvements-2026",
            "worktree": ".worktrees/backend"
          },
          "state": {
            "status": "IN_PROGRESS",
            "iteration_count": 3,
            "max_iterations": 10
          },
          "tools": {
            "allowed": ["Bash", "Read", "Write", "Edit", "Grep", "Glob"],
            "mcp_servers": ["github", "semgrep"]
          }
        }
        """;
}
