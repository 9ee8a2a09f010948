"""Licence texts that must go with weights learnt from sounds under them. Plain values; publishing writes them as NOTICE.txt."""

from __future__ import annotations

_DISCLAIMER = """
THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT
LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE
COPYRIGHT OWNER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING,
BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED
AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT
OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
"""
_TWO_CLAUSES = """
Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following conditions
are met:

* Redistributions of source code must retain the above copyright notice, this list of conditions and the following disclaimer.
* Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following disclaimer in the
  documentation and/or other materials provided with the distribution.
"""

EFFECTS = f"""These weights were trained on sounds from the projects below. Their sounds are not in this folder.

Freedoom (https://freedoom.github.io)
Copyright (c) 2001-2003 Contributors to the Freedoom project. All rights reserved.
{_TWO_CLAUSES}* Neither the name of the freedoom project nor the names of its contributors may be used to endorse or promote products
  derived from this software without specific prior written permission.
{_DISCLAIMER}
For a list of contributors to the Freedoom project, see the file CREDITS of Freedoom.

----
A7Xpg, Gunroar, Mu-cade, Noiz2sa, PARSEC47, rRootage, Torus Trooper, Val & Rick
Copyright (c) 2002-2006 Kenta Cho
{_TWO_CLAUSES}{_DISCLAIMER}
----
Sonic Pi samples: CC0 1.0. Endless Sky sounds: public domain, based on sounds from freesound.org.
Undertone's own synthesised effects: CC0 1.0.
"""
